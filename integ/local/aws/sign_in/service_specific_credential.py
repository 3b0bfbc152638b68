"""IAM's service-specific credentials, which ministack does not know.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
"""

import base64
import secrets

from ministack.core import iam_actions
from ministack.core.iam_evaluator import PrincipalInfo, caller_arn
from ministack.core.responses import AccountScopedDict, get_account_id
from ministack.services import iam

from aws import control, principal

SERVICE = 'cassandra.amazonaws.com'
# A password is shown once, when it is made.
SHOWN = ('CreateDate', 'ServiceName', 'ServiceUserName', 'ServiceSpecificCredentialId', 'UserName', 'Status')
CONDITION_KEY = 'iam:ServiceSpecificCredentialServiceName'

_credentials = AccountScopedDict()


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code = status, code


def install() -> None:
    for name, answer in OPERATIONS.items():
        iam._IAM_HANDLERS[name] = handler(name, answer)
    deletes, tag_context = iam._IAM_HANDLERS['DeleteUser'], iam_actions.request_tag_context

    def delete_user(parameters: dict) -> tuple:
        if of_user(iam._p(parameters, 'UserName')):
            return iam._error(409, 'DeleteConflict', 'Cannot delete entity, must delete service specific credentials first.')
        return deletes(parameters)

    def context(service: str, action: str, body: bytes, parameters: dict) -> dict:
        """What the conditions of a policy are held against."""
        if service != 'iam' or 'ServiceSpecificCredential' not in action:
            return tag_context(service, action, body, parameters)
        found = _credentials.get(iam._p(parameters, 'ServiceSpecificCredentialId'), {})
        name = found.get('ServiceName') or iam._p(parameters, 'ServiceName')
        return {CONDITION_KEY: name} if name and not action.endswith('ListServiceSpecificCredentials') else {}

    iam._IAM_HANDLERS['DeleteUser'] = delete_user
    iam_actions.request_tag_context = context


def handler(name: str, answer) -> object:
    def handle(parameters: dict) -> tuple:
        try:
            content = answer({key: iam._p(parameters, key) for key in parameters})
        except Refused as refused:
            return iam._error(refused.status, refused.code, str(refused))
        return iam._xml(200, f'{name}Response', f'<{name}Result>{content}</{name}Result>' if content else '')
    return handle


def create(request: dict) -> str:
    user = user_of(request)
    if request.get('ServiceName') != SERVICE:
        raise Refused(404, 'NotSupportedService', f'Service {request.get("ServiceName")} does not support service specific credentials')
    limit = control.quota('credentialsPerUser')
    if len(of_user(user)) >= limit:
        raise Refused(409, 'LimitExceeded', f'Cannot exceed quota for ServiceSpecificCredentialsPerUser: {limit}')
    credential = {
        'Account': get_account_id(),
        'CreateDate': iam._now(),
        'ServiceName': SERVICE,
        'ServiceUserName': f'{user}-at-{get_account_id()}',
        'ServiceSpecificCredentialId': iam._gen_id('ACCA'),
        'UserName': user,
        'Status': 'Active',
        'ServicePassword': password(),
    }
    _credentials[credential['ServiceSpecificCredentialId']] = credential
    return xml(credential, 'ServiceSpecificCredential', *SHOWN, 'ServicePassword')


def reset(request: dict) -> str:
    credential = found(request)
    credential['ServicePassword'] = password()
    return xml(credential, 'ServiceSpecificCredential', *SHOWN, 'ServicePassword')


def update(request: dict) -> str:
    if request.get('Status') not in ('Active', 'Inactive'):
        raise Refused(400, 'ValidationError', 'Status must be Active or Inactive')
    found(request)['Status'] = request['Status']
    return ''


def delete(request: dict) -> str:
    del _credentials[found(request)['ServiceSpecificCredentialId']]
    return ''


def list_(request: dict) -> str:
    chosen = _credentials.values() if request.get('AllUsers') == 'true' else of_user(user_of(request))
    members = [xml(credential, 'member', *SHOWN) for credential in chosen
               if request.get('ServiceName') in (None, credential['ServiceName'])]
    return f'<ServiceSpecificCredentials>{"".join(members)}</ServiceSpecificCredentials><IsTruncated>false</IsTruncated>'


OPERATIONS = {
    'CreateServiceSpecificCredential': create,
    'DeleteServiceSpecificCredential': delete,
    'ListServiceSpecificCredentials': list_,
    'ResetServiceSpecificCredential': reset,
    'UpdateServiceSpecificCredential': update,
}


def user_of(request: dict) -> str:
    """The user that is named, otherwise the caller."""
    name = request.get('UserName') or caller_arn().rsplit('/', 1)[-1]
    if name not in iam._users:
        raise Refused(404, 'NoSuchEntity', f'The user with name {name} cannot be found.')
    return name


def found(request: dict) -> dict:
    identifier = request.get('ServiceSpecificCredentialId')
    credential = _credentials.get(identifier)
    if not credential or credential['UserName'] != user_of(request):
        raise Refused(404, 'NoSuchEntity', f'No such credential {identifier} exists')
    return credential


def of_user(name: str) -> list[dict]:
    return [credential for credential in _credentials.values() if credential['UserName'] == name]


def by_user_name(name: str) -> list[dict]:
    """Of all accounts: the name holds the account's number."""
    return [credential for credential in _credentials.to_dict().values() if credential['ServiceUserName'] == name]


def by_id(identifier: str) -> dict | None:
    return next((credential for (_, key), credential in _credentials.to_dict().items() if key == identifier), None)


def principal_of(credential: dict) -> PrincipalInfo:
    user = iam._users.get(credential['UserName'])
    if credential['Status'] != 'Active' or not user:
        raise principal.NotAuthorized('The security token included in the request is invalid.')
    return principal.of_user(user['UserName'], user['Arn'], user['UserId'])


def password() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def xml(credential: dict, tag: str, *names: str) -> str:
    return f'<{tag}>{"".join(f"<{name}>{credential[name]}</{name}>" for name in names)}</{tag}>'
