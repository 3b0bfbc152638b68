"""Who acts, how the request came, and whether they may: decided by ministack's policy evaluator."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace

from ministack.core import iam_evaluator as iam
from ministack.core.responses import (
    _account_from_sts_session,
    get_account_id,
    get_region,
    get_request_client_ip,
    set_request_account_id,
    set_request_client_ip,
)
from ministack.services.iam import _roles

from aws import door, network

# Says who acts in this request or operation. It is asked at every step: a stack's operation may take long.
acting: ContextVar[Callable[[], 'Caller']] = ContextVar('acting')


class NotAuthorized(Exception):
    """Carries the sentence that AWS answers with, and the principal's ARN."""

    def __init__(self, message: str, arn: str = ''):
        super().__init__(message)
        self.arn = arn


@dataclass(frozen=True)
class Caller:
    """A principal, and how its request came."""

    principal: iam.PrincipalInfo
    endpoint: dict | None = None
    # None where the key aws:SourceIp is absent: through an endpoint, and for what a service asks on its own.
    source_ip: str | None = None
    via_service: bool = False
    # A handler of a CloudFormation resource, which reads what it has changed.
    handler: bool = False

    def through_service(self) -> 'Caller':
        """What the service that was called asks another one for, in the name of the same principal."""
        return replace(self, endpoint=None, source_ip=None, via_service=True)


def install() -> None:
    """Roots sign as well, doors count everywhere, and aws:PrincipalArn of a session is the ARN of its role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    """
    resolves, enforces = iam._resolve_condition_key, iam.enforce

    def resolve(key: str, request: iam.EvalContext) -> object:
        if key.lower() == 'aws:principalarn':
            return role_arn(request.principal_arn)
        return resolves(key, request)

    def enforce(access_key: str, action: str, service: str, region: str, resource_arn: str = '*',
                service_context: dict | None = None) -> object:
        """ministack's own services: the door counts for them as well."""
        address = get_request_client_ip()
        endpoint = network.endpoint_of(address)
        keys = {'aws:ViaAWSService': 'false', **door.condition_keys(endpoint)}
        iam.pin_request_origin(door.source_ip(address), iam._request_origin.get()[1])
        refused = enforces(access_key, action, service, region, resource_arn, {**keys, **(service_context or {})})
        if refused or not endpoint:
            return refused
        principal = iam.resolve_principal(access_key, get_account_id())
        decision = door.admits(endpoint, request_of(Caller(principal, endpoint), action, resource_arn, service_context))
        return None if decision.decision == 'Allow' else replace(decision, principal_arn=principal.arn)

    iam._resolve_condition_key, iam.enforce = resolve, enforce
    # ministack takes a root's key for proof enough: here its signature is verified like any other.
    iam._is_root_key = lambda access_key: False


def role_arn(arn: str) -> str:
    """A session's role, with its path; any other principal as it is."""
    if ':assumed-role/' not in arn:
        return arn
    account, name = arn.split(':')[4], arn.split('/')[1]
    return (_roles.get_scoped(account, None, name) or {}).get('Arn') or f'arn:aws:iam::{account}:role/{name}'


def of_key(access_key: str) -> iam.PrincipalInfo:
    if not access_key:
        # ministack takes whoever does not sign for the root.
        raise NotAuthorized('Missing Authentication Token')
    return known(iam.resolve_principal(access_key, get_account_id()))


def of_role(arn: str, session: str) -> iam.PrincipalInfo:
    """A session of the role that a service has assumed."""
    account, name = arn.split(':')[4], arn.rsplit('/', 1)[-1]
    role = _roles.get_scoped(account, None, name)
    if role is None:
        raise NotAuthorized(f'Role {arn} is invalid or cannot be assumed')
    return known(iam.resolve_principal('', account, iam.ResolvedCredential(
        '', '', account, f'arn:aws:sts::{account}:assumed-role/{name}/{session}', f'{role["RoleId"]}:{session}', 'AssumedRole')))


def of_user(name: str, arn: str, user_id: str) -> iam.PrincipalInfo:
    """A user who signed in with something else than an access key."""
    account = arn.split(':')[4]
    return known(iam.resolve_principal('', account, iam.ResolvedCredential('', '', account, arn, user_id, 'User', name)))


def known(found: iam.PrincipalInfo | iam.AuthError) -> iam.PrincipalInfo:
    if isinstance(found, iam.AuthError):
        raise NotAuthorized(found.message)
    return found


def account_of_key(access_key: str) -> str:
    return iam.find_iam_access_key_account(access_key) or _account_from_sts_session(access_key) or access_key


def enter(account: str, address: str) -> None:
    """Sets the account and the address that a question is about, as ministack does for a request."""
    set_request_account_id(account)
    set_request_client_ip(address)
    iam.pin_request_origin(address, True)


def calling(principal: iam.PrincipalInfo) -> Caller:
    """The principal with the door that the request came through."""
    address = get_request_client_ip()
    return Caller(principal, network.endpoint_of(address), door.source_ip(address))


def require(caller: Caller, action: str, resource: str, context: dict | None = None) -> None:
    """Raises `NotAuthorized` unless the principal's policies, the resource's own and the endpoint's allow the action."""
    principal, service = caller.principal, action.split(':')[0]
    request = request_of(caller, action, resource, context)
    # The account's root has every permission, yet a key policy binds it as well.
    result = (iam.EvalResult('Allow') if principal.policies is None
              else iam.evaluate(request, principal.policies, *principal.limits))
    owned = iam._resource_policy(service, resource)
    if owned:
        result = iam.combine_resource_policy(result, request, *owned, required=service in iam._POLICY_REQUIRED,
                                             limits=principal.limits)
    kind = ''
    if result.decision == 'Allow':
        result, kind = door.admits(caller.endpoint, request), 'VPC endpoint '
    if result.decision != 'Allow':
        how = (f'with an explicit deny{" in a VPC endpoint policy" if kind else ""}' if result.decision == 'Deny'
               else f'because no {kind}policy allows the {action} action')
        raise NotAuthorized(f'User: {principal.arn} is not authorized to perform: {action} on resource: {resource} {how}',
                            principal.arn)


def request_of(caller: Caller, action: str, resource: str, context: dict | None) -> iam.EvalContext:
    keys = {'aws:TagKeys': None, 'aws:ViaAWSService': str(caller.via_service).lower(),
            **door.condition_keys(caller.endpoint), **(context or {})}
    return iam.EvalContext(
        principal_arn=caller.principal.arn,
        principal_type=caller.principal.type,
        principal_account=caller.principal.account,
        action=action,
        resource_arn=resource,
        region=get_region(),
        source_ip=caller.source_ip,
        service_context={key.lower(): value for key, value in keys.items()},
        principal_keys=caller.principal.keys,
    )
