"""What is deployed, by account and Region. Cassandra holds the data; this holds what only the service knows."""

import re

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

keyspaces = AccountRegionScopedDict()
# By '<keyspace>|<name>', which is also what Ref returns.
tables = AccountRegionScopedDict()
types = AccountRegionScopedDict()


def identifier(keyspace: str, name: str) -> str:
    return f'{keyspace}|{name}'


def names(identifier: str) -> tuple[str, str]:
    """The keyspace and the name in an identifier."""
    keyspace, name = identifier.split('|', 1)
    return keyspace, name


def inside(records: AccountRegionScopedDict, keyspace: str) -> dict[str, dict]:
    """The records of one keyspace, by name."""
    return {names(key)[1]: record for key, record in records.items() if names(key)[0] == keyspace}


def keyspace_arn(keyspace: str) -> str:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html"""
    return f'arn:aws:cassandra:{get_region()}:{get_account_id()}:/keyspace/{keyspace}/'


def table_arn(keyspace: str, table: str) -> str:
    return f'{keyspace_arn(keyspace)}table/{table}'


def regions(keyspace: dict) -> list[str]:
    """The Regions of a multi-Region keyspace; none for a single-Region one."""
    replication = keyspace['Properties'].get('ReplicationSpecification', {})
    return replication.get('RegionList', []) if replication.get('ReplicationStrategy') == 'MULTI_REGION' else []


def is_multi_region(keyspace: str) -> bool:
    return keyspace in keyspaces and bool(regions(keyspaces[keyspace]))


def tags_of(arn: str) -> list[dict]:
    record = by_arn(arn)
    return record['Properties'].get('Tags', []) if record else []


def by_arn(arn: str) -> dict | None:
    """The record of a keyspace or a table; of a stream, unless it is disabled, what holds its tags."""
    found = re.search('/keyspace/([^/]*)/(?:table/([^/]*)(?:/stream/(.*))?)?$', arn)
    keyspace, table, label = found.groups() if found else (None, None, None)
    if not table:
        return keyspaces.get(keyspace)
    record = tables.get(identifier(keyspace, table))
    if not record or not label:
        return record
    is_current = any(stream['Label'] == label and stream['Enabled'] for stream in record['Streams'])
    return {'Properties': record['Properties']['CdcSpecification']} if is_current else None
