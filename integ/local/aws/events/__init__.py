"""Whom EventBridge may deliver to, where ministack asks nobody."""


def install() -> None:
    from aws.events import delivery, topic

    for part in (delivery, topic):
        part.install()
