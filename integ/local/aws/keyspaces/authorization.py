"""Which actions on which resources Keyspaces asks for, and the conditions on tags.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
"""

from dataclasses import replace

from ministack.core.iam_evaluator import ParsedStatement

from aws import principal
from aws.keyspaces import store
from aws.keyspaces.limits import LIMITS

RESOURCE_TAG = 'aws:resourcetag/'


def require(action: str, arn: str, *, multi_region: bool = False, tags: list[dict] = (), removed_tags: list[dict] = ()) -> None:
    """Asks for the action (Create, Alter, Drop, ...), for the tagging that it does and for what a multi-Region resource adds.

    UNCONFIRMED whether ALTER with TAGS asks for Alter beside TagResource: here it does.
    """
    caller = principal.acting.get()()
    actions = [action, *(['TagResource'] if tags else []), *(['UntagResource'] if removed_tags else [])]
    if caller.handler:
        # The permissions that the schema of a CloudFormation resource's handlers lists.
        actions.append('Select')
    if multi_region:
        actions += [multi_region_action(name) for name in actions]
    keys = {f'aws:RequestTag/{tag["Key"]}': tag['Value'] for tag in tags}
    if tags or removed_tags:
        keys['aws:TagKeys'] = [tag['Key'] for tag in (*tags, *removed_tags)]
    for name in dict.fromkeys(actions):
        principal.require(caller, f'cassandra:{name}', arn, {**resource_tags(arn), **keys})


def multi_region_action(action: str) -> str:
    names = {'TagResource': 'TagMultiRegionResource', 'UntagResource': 'UnTagMultiRegionResource'}
    return names.get(action, f'{action}MultiRegionResource')


def require_select(*arns: str) -> None:
    """What the API's reading operations need: on each resource `cassandra:Select`."""
    for arn in arns:
        principal.require(principal.acting.get()(), 'cassandra:Select', arn, resource_tags(arn))


def require_of_stream(action: str, arn: str) -> None:
    principal.require(principal.acting.get()(), f'cassandra:{action}', arn, resource_tags(arn))


def require_auto_scaling() -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTableAutoScalingSettings.html"""
    for action in ('DescribeScalableTargets', 'DescribeScalingPolicies'):
        principal.require(principal.acting.get()(), f'application-autoscaling:{action}', '*')


def require_statement(caller: principal.Caller, action: str, keyspace: str, table: str) -> None:
    """`action` is Select or Modify.

    UNCONFIRMED whether a multi-Region table asks for more: no page says so of reading and writing over CQL.
    """
    if keyspace in LIMITS.reservedKeyspaces:
        caller = regardless_of_tags(caller)
    arn = store.table_arn(keyspace, table)
    principal.require(caller, f'cassandra:{action}', arn, resource_tags(arn))


def resource_tags(arn: str) -> dict:
    return {f'aws:ResourceTag/{tag["Key"]}': tag['Value'] for tag in store.tags_of(arn)}


def regardless_of_tags(caller: principal.Caller) -> principal.Caller:
    """Conditions on resources' tags are not enforced on the system tables over CQL.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
    """
    def regardless(policies: list[list[ParsedStatement]]) -> list[list[ParsedStatement]]:
        return [[without_tags(statement) for statement in policy if statement.effect == 'Allow' or not names_tags(statement)]
                for policy in policies]

    whose = caller.principal
    return replace(caller, principal=replace(
        whose, policies=whose.policies and regardless(whose.policies), limits=[regardless(limit) for limit in whose.limits]))


def names_tags(statement: ParsedStatement) -> bool:
    return without_tags(statement).conditions != statement.conditions


def without_tags(statement: ParsedStatement) -> ParsedStatement:
    return replace(statement, conditions={
        operator: {key: value for key, value in block.items() if not key.lower().startswith(RESOURCE_TAG)}
        for operator, block in statement.conditions.items()})
