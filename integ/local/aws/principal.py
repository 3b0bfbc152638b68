"""Who acts, and whether they may: decided by ministack's policy evaluator.

ministack's CloudFormation performs every operation on its own authority and forgets the execution role. Here a stack
that is handed a role acts as that role, in this operation and in later ones, and as the caller otherwise.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
"""

from contextvars import ContextVar
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import cloudformation
from ministack.services.iam import _roles

_access_key: ContextVar[str] = ContextVar('access_key', default='')
_role_arn: ContextVar[str] = ContextVar('role_arn', default='')
# The role a stack was last given, by account, Region and stack name.
_stack_roles: dict[tuple[str, str, str], str] = {}


class NotAuthorized(Exception):
    """Carries the sentence that AWS answers with."""


def install() -> None:
    """Remembers who asked CloudFormation; the task that a stack operation runs in copies this context."""
    handler = app.SERVICE_HANDLERS['cloudformation']

    async def handle(method, path, headers, body, query):
        parameters = {**query, **parse_qs(body.decode('utf-8', 'replace'))}
        tokens = (_access_key.set(extract_access_key_id(headers, query)), _role_arn.set(_role_of(parameters)))
        try:
            return await handler(method, path, headers, body, query)
        finally:
            _access_key.reset(tokens[0])
            _role_arn.reset(tokens[1])

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


def of_stack() -> iam.PrincipalInfo:
    """The principal that the running stack operation acts as."""
    role = _role_arn.get()
    if not role:
        return of_key(_access_key.get())
    account, name = role.split(':')[4], role.rsplit('/', 1)[-1]
    if _roles.get_scoped(account, None, name) is None:
        raise NotAuthorized(f'Role {role} is invalid or cannot be assumed')
    return iam.PrincipalInfo(
        arn=f'arn:aws:sts::{account}:assumed-role/{name}/AWSCloudFormation',
        type='AssumedRole',
        account=account,
        policies=iam._gather_role_policies(name, account),
        limits=iam._permissions_boundary(_roles, name, account),
    )


def of_key(access_key: str) -> iam.PrincipalInfo:
    found = iam.resolve_principal(access_key, get_account_id())
    if isinstance(found, iam.AuthError):
        raise NotAuthorized(found.message)
    return found


def require(principal: iam.PrincipalInfo, action: str, resource: str, context: dict | None = None) -> None:
    """Raises `NotAuthorized` unless the principal's policies and the resource's own allow the action."""
    service = action.split(':')[0]
    request = iam.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context={'aws:tagkeys': None, **{key.lower(): value for key, value in (context or {}).items()}},
        principal_keys=principal.keys,
    )
    # The account's root has every permission, yet a key policy binds it as well.
    result = (iam.EvalResult('Allow') if principal.policies is None
              else iam.evaluate(request, principal.policies, *principal.limits))
    owned = iam._resource_policy(service, resource)
    if owned:
        result = iam.combine_resource_policy(result, request, *owned, required=service in iam._POLICY_REQUIRED,
                                             limits=principal.limits)
    if result.decision != 'Allow':
        how = 'with an explicit deny' if result.decision == 'Deny' else f'because no policy allows the {action} action'
        raise NotAuthorized(f'User: {principal.arn} is not authorized to perform: {action} on resource: {resource} {how}')
