"""The network: what stands on the way between a function and the service, decided from what was deployed.

Every network interface of an interface endpoint has an address on loopback, and so has each node of the public endpoint
(`doors.py`). Functions ask for names (`names.py`) and for the way to an address (`routes.py`), as `functions.py` tells them.
"""

from aws.network.doors import endpoint_of

__all__ = ['endpoint_of', 'install']


def install() -> None:
    from aws.network import doors, functions, names, routes  # noqa: F401 - names and routes answer questions

    doors.start()
    functions.install()
