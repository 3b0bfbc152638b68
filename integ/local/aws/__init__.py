"""A local AWS that knows Amazon Keyspaces: ministack with what it lacks. See README.md."""
