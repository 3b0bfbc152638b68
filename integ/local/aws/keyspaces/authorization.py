"""Which actions on which resources Keyspaces asks for.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
"""

from aws import principal
from aws.keyspaces import store


def require(action: str, arn: str, *, multi_region: bool = False, tagged: bool = False) -> None:
    """`action` is Create, Alter or Drop; the permissions are those that the schema of a resource's handlers lists."""
    actions = [action, 'Select', *(['TagResource'] if tagged else [])]
    if multi_region:
        actions += [f'{action}MultiRegionResource', 'SelectMultiRegionResource', *(['TagMultiRegionResource'] if tagged else [])]
    caller = principal.acting.get()()
    for name in actions:
        principal.require(caller, f'cassandra:{name}', arn)


def require_statement(caller: principal.Caller, action: str, keyspace: str, table: str) -> None:
    """`action` is Select or Modify.

    UNCONFIRMED whether a multi-Region table asks for more: no page says so of reading and writing over CQL.
    """
    principal.require(caller, f'cassandra:{action}', store.table_arn(keyspace, table))
