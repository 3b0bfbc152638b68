"""The status of a table.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
"""

import time

from aws.keyspaces import customer_managed_key, store

ACTIVE, CREATING, INACCESSIBLE = 'ACTIVE', 'CREATING', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'


def of(keyspace: str, table: str) -> str:
    record = store.tables[store.identifier(keyspace, table)]
    if is_creating(record):
        return CREATING
    return ACTIVE if customer_managed_key.is_accessible(record, keyspace, table) else INACCESSIBLE


def creating() -> list[str]:
    """The identifiers of the tables that are being created."""
    return [identifier for identifier, record in store.tables.items() if is_creating(record)]


def is_creating(record: dict) -> bool:
    return time.time() < record['ReadyAt']
