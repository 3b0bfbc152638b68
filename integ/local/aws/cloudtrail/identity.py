"""Who made a call, from where, and with what.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, get_request_client_ip
from ministack.services.iam import _roles

from aws import principal

CLOUDFORMATION = 'cloudformation.amazonaws.com'

# The access key and the user agent of a request to AWS KMS.
request: ContextVar[tuple[str, str] | None] = ContextVar('request', default=None)
# The service that asks AWS KMS in the name of somebody.
service: ContextVar[str | None] = ContextVar('service', default=None)


@contextmanager
def calls_by(name: str) -> Iterator[None]:
    token = service.set(name)
    try:
        yield
    finally:
        service.reset(token)


def fields() -> dict | None:
    """Those of a CloudTrail record; nothing of what nobody asked for."""
    asked = request.get()
    if asked:
        key, agent = asked
        return {'userIdentity': identity_of(principal.of_key(key), key), 'sourceIPAddress': get_request_client_ip(), 'userAgent': agent}
    if principal.acting.get(None) is None:
        return None
    caller = principal.acting.get()()
    by = service.get() or CLOUDFORMATION
    return {'userIdentity': {**identity_of(caller.principal), 'invokedBy': by}, 'sourceIPAddress': by, 'userAgent': by}


def identity_of(who: iam.PrincipalInfo, key: str | None = None) -> dict:
    identity = {
        'type': {'User': 'IAMUser'}.get(who.type, who.type),
        'principalId': who.keys.get('aws:userid', get_account_id()),
        'arn': who.arn,
        'accountId': who.account,
        **({'accessKeyId': key} if key else {}),
    }
    if who.type == 'User':
        identity['userName'] = who.arn.rsplit('/', 1)[-1]
    if who.type == 'AssumedRole':
        arn = principal.role_arn(who.arn)
        name = arn.rsplit('/', 1)[-1]
        issuer = {'type': 'Role', 'principalId': (_roles.get_scoped(who.account, None, name) or {}).get('RoleId'), 'arn': arn,
                  'accountId': who.account, 'userName': name}
        identity['sessionContext'] = {'sessionIssuer': issuer, 'attributes': {'mfaAuthenticated': 'false'}}
    return identity
