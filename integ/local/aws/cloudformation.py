"""Who a stack operation acts as.

ministack's CloudFormation performs every operation on its own authority and forgets the execution role. Here a stack
that is handed a role acts as that role, in this operation and in later ones, and as the caller otherwise.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
"""

from functools import partial
from urllib.parse import parse_qs

from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import cloudformation

from aws import principal

# The role a stack was last given, by account, Region and stack name.
_stack_roles: dict[tuple[str, str, str], str] = {}


def install() -> None:
    """Remembers who asked CloudFormation; the task that a stack operation runs in copies this context."""
    handler = app.SERVICE_HANDLERS['cloudformation']

    async def handle(method, path, headers, body, query):
        parameters = {**query, **parse_qs(body.decode('utf-8', 'replace'))}
        token = principal.acting.set(partial(caller, extract_access_key_id(headers, query), _role_of(parameters)))
        try:
            return await handler(method, path, headers, body, query)
        finally:
            principal.acting.reset(token)

    app.SERVICE_HANDLERS['cloudformation'] = handle


def _role_of(parameters: dict) -> str:
    given, change_set, stack = (parameters.get(name, [''])[0] for name in ('RoleARN', 'ChangeSetName', 'StackName'))
    if not stack:
        stack = (cloudformation._change_sets.get(change_set) or {}).get('StackName', '')
    name = stack.split(':stack/')[-1].split('/')[0]
    key = (get_account_id(), get_region(), name)
    if 'CreateStack' in parameters.get('Action', []) or 'CREATE' in parameters.get('ChangeSetType', []):
        # A new stack under the name of a deleted one.
        _stack_roles.pop(key, None)
    if given:
        _stack_roles[key] = given
    return given or _stack_roles.get(key, '')


def caller(access_key: str, role_arn: str) -> principal.Caller:
    """What is done in the name of the caller comes from a service, what a role does does not.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
    """
    if role_arn:
        return principal.Caller(principal.of_role(role_arn, 'AWSCloudFormation'), handler=True)
    return principal.Caller(principal.of_key(access_key), via_service=True, handler=True)
