"""Trails, and what a trail makes known: calls to AWS KMS that write become events on the default bus where one logs them.

ministack keeps trails, of which nothing comes.
"""


def install() -> None:
    from aws.cloudtrail import bucket, key_calls, key_resource, trail

    for part in (bucket, trail, key_calls, key_resource):
        part.install()
