"""The customer managed key of a table: must exist, be enabled and symmetric, and be usable through Keyspaces.

https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
"""

import json
import re

from ministack.core.iam_evaluator import PrincipalInfo
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms

from aws import principal
from aws.cloudtrail.identity import calls_by
from aws.resource import Refused

# Whom CloudTrail names as the source of the service's own calls.
SERVICE = 'cassandra.amazonaws.com'
# As a CreateGrant request of the service is logged, on the same page.
GRANT_OPERATIONS = ['DescribeKey', 'GenerateDataKey', 'Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant']


def arn_of(properties: dict) -> str | None:
    return properties.get('EncryptionSpecification', {}).get('KmsKeyIdentifier')


def check(arn: str, keyspace: str, table: str) -> None:
    """For the principal that creates or alters the table: Keyspaces calls KMS in its name."""
    region = get_region()
    if not re.fullmatch(r'arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[\w-]+', arn):
        raise Refused(f'KmsKeyIdentifier {arn} must be the ARN of a key')
    if arn.split(':')[3] != region:
        raise Refused(f'The key {arn} must be in the Region of the table, {region}')
    key = kms._resolve_key(arn)
    if not key:
        raise Refused(f'The key {arn} does not exist')
    if (key['KeySpec'], key['KeyUsage']) != ('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'):
        raise Refused(f'The key {arn} is not a symmetric encryption key: {key["KeySpec"]}, {key["KeyUsage"]}')
    if key['KeyState'] != 'Enabled':
        raise Refused(f'The key {arn} is not enabled: its state is {key["KeyState"]}')
    grant = {'kms:GrantIsForAWSResource': 'true', 'kms:GrantOperations': GRANT_OPERATIONS,
             'kms:GrantConstraintType': 'EncryptionContextSubset'}
    caller = principal.acting.get()()
    require(caller, 'DescribeKey', arn)
    require(caller, 'CreateGrant', arn, encryption_context(keyspace, table), grant)
    for action in ('Encrypt', 'Decrypt', 'GenerateDataKey'):
        require(caller, action, arn, encryption_context(keyspace, table))


def require(caller: principal.Caller, action: str, arn: str, context: dict | None = None, further: dict | None = None) -> None:
    """DescribeKey knows no encryption context."""
    keys = {'kms:ViaService': f'cassandra.{get_region()}.amazonaws.com', 'kms:CallerAccount': get_account_id(), **(further or {})}
    if context:
        keys |= {'kms:EncryptionContextKeys': list(context),
                 **{f'kms:EncryptionContext:{name}': value for name, value in context.items()}}
    principal.require(caller.through_service(), f'kms:{action}', arn, keys)


def encryption_context(keyspace: str, table: str) -> dict:
    return {
        'aws:cassandra:keyspaceName': keyspace,
        'aws:cassandra:tableName': table,
        'aws:cassandra:subscriberId': get_account_id(),
    }


def make_grants(arn: str, keyspace: str, table: str) -> list[str]:
    """Two for each table. The principal is UNCONFIRMED: the page shows one of a test environment."""
    service = f'cassandra.{get_region()}.amazonaws.com'
    request = {
        'KeyId': arn,
        'GranteePrincipal': service,
        'RetiringPrincipal': service,
        'Operations': GRANT_OPERATIONS,
        'Constraints': {'EncryptionContextSubset': encryption_context(keyspace, table)},
    }
    with calls_by(SERVICE):
        return [json.loads(kms._create_grant(request)[2])['GrantId'] for _ in range(2)]


def release_grant(record: dict) -> None:
    """Of a table that is deleted or has another key: one at once, the other after 42 days, which are not waited for here."""
    if record['Grants']:
        with calls_by(SERVICE):
            kms._retire_grant({'KeyId': arn_of(record['Properties']), 'GrantId': record['Grants'][0]})


def is_accessible(record: dict, keyspace: str, table: str) -> bool:
    """Whether the table's status says so: by the key, its grants, and what its policy says of the table's creator."""
    arn = arn_of(record['Properties'])
    if not arn:
        return True
    key = kms._resolve_key(arn)
    if not key or key['KeyState'] != 'Enabled' or any(grant not in kms._grants for grant in record['Grants']):
        return False
    # Without policies of its own, as the root is: who created the table may be gone, or may do less now, but the grants remain.
    creator = PrincipalInfo(record['Creator'], '', get_account_id(), policies=None)
    return may_decrypt(principal.Caller(creator), arn, keyspace, table)


def may_decrypt(caller: principal.Caller, arn: str, keyspace: str, table: str) -> bool:
    """UNCONFIRMED whether who reads and writes needs this beside the grants: the page names the principal that accesses the table."""
    try:
        require(caller, 'Decrypt', arn, encryption_context(keyspace, table))
    except principal.NotAuthorized:
        return False
    return True
