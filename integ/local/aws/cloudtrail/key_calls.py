"""The calls to AWS KMS that write, in whatever way they come, and those that were refused.

https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
"""

import json
from collections.abc import Callable

from ministack import app
from ministack.core import iam_actions
from ministack.core.router import extract_access_key_id
from ministack.services import kms

from aws.cloudtrail import identity, record

WRITES = [
    'CreateKey', 'ReplicateKey', 'CreateAlias', 'UpdateAlias', 'DeleteAlias', 'CreateGrant', 'RevokeGrant', 'RetireGrant', 'EnableKeyRotation',
    'DisableKeyRotation', 'PutKeyPolicy', 'EnableKey', 'DisableKey', 'UpdateKeyDescription', 'ScheduleKeyDeletion', 'CancelKeyDeletion',
    'ImportKeyMaterial', 'DeleteImportedKeyMaterial', 'TagResource', 'UntagResource',
]
SECRET = ('EncryptedKeyMaterial', 'ImportToken', 'GrantTokens', 'GrantToken')


def install() -> None:
    for name in WRITES:
        function = '_' + ''.join(f'_{letter.lower()}' if letter.isupper() else letter for letter in name)[1:]
        setattr(kms, function, recorded(name, getattr(kms, function)))
    handler, denies = app.SERVICE_HANDLERS['kms'], iam_actions.access_denied_response

    async def handle(method, path, headers, body, query):
        token = identity.request.set((extract_access_key_id(headers, query), headers.get('user-agent', '')))
        try:
            return await handler(method, path, headers, body, query)
        finally:
            identity.request.reset(token)

    def deny(service: str, action: str, *args, **named):
        """What may not be done reaches no handler, and is recorded without what was asked; whoever is nobody is not recorded."""
        response = denies(service, action, *args, **named)
        name = action.split(':')[-1]
        if service == 'kms' and name in WRITES and not named.get('error_code'):
            headers = named.get('headers') or {}
            token = identity.request.set((extract_access_key_id(headers, {}), headers.get('user-agent', '')))
            try:
                record.tell(name, arn_of(named.get('resource_arn')), None, error=('AccessDenied', json.loads(response[2]).get('message', '')))
            finally:
                identity.request.reset(token)
        return response

    app.SERVICE_HANDLERS['kms'], iam_actions.access_denied_response = handle, deny


def recorded(name: str, call: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    def handle(data: dict) -> tuple:
        key_arn = key_of(data)
        response = call(data)
        answer = json.loads(response[2] or b'{}')
        if response[0] >= 400:
            record.tell(name, key_arn, parameters(data), error=(answer['__type'], answer.get('message', '')))
        else:
            created = answer.get('KeyMetadata', answer.get('ReplicaKeyMetadata', {})).get('Arn')
            record.tell(name, created or key_arn, parameters(data), elements(created or key_arn, answer))
        return response
    return handle


def key_of(data: dict) -> str | None:
    """Before the call: what a grant or an alias is of is not known after it is gone."""
    named = data.get('KeyId') or data.get('TargetKeyId') or data.get('AliasName')
    if not named:
        token = data.get('GrantToken')
        named = next((grant['KeyId'] for grant in kms._grants.values() if token and token in grant['_tokens']), None)
    return arn_of(named)


def arn_of(named: str | None) -> str | None:
    return (kms._resolve_key(named) or {}).get('Arn') if named else None


def parameters(data: dict) -> dict:
    return {uncapitalized(name): value for name, value in data.items() if name not in SECRET}


def elements(key_arn: str | None, answer: dict) -> dict:
    """Since December 2022 with the key, of calls that answer nothing too."""
    shown = {uncapitalized(name): value for name, value in answer.items() if name not in SECRET}
    return {**shown, **({'keyId': key_arn} if key_arn else {})}


def uncapitalized(name: str) -> str:
    return name[0].lower() + name[1:]
