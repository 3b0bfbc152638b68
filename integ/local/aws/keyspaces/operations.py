"""Changes of the schema that are under way: how many at once, and one at a time on a resource.

https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from ministack.core.responses import get_account_id, get_region

from aws import control
from aws.keyspaces import status, store
from aws.resource import Conflict, Failed

_lock = Lock()
# Account, Region, keyspace and name.
_running: set[tuple[str, str, str, str]] = set()


@contextmanager
def under_way(keyspace: str, name: str = '') -> Iterator[None]:
    """Of a keyspace, and with a name of a table or type in it."""
    scope = (get_account_id(), get_region())
    operation = (*scope, keyspace, name)
    creating = status.creating()
    with _lock:
        running = sum(other[:2] == scope for other in _running)
        control.check_quota('schemaOperations', running + len(creating), 'concurrent schema operations')
        if operation in _running or store.identifier(keyspace, name) in creating:
            raise Conflict(f'Another operation on {keyspace}.{name} is in progress')
        if not name and any(store.names(table)[0] == keyspace for table in creating):
            raise Conflict(f'A table of the keyspace {keyspace} is being created')
        _running.add(operation)
    try:
        if control.spend_fault('failSchemaOperation'):
            raise Failed('Internal server error')
        yield
    finally:
        _running.discard(operation)
