"""The customer managed key of a table: must exist, be enabled and symmetric, and be usable through Keyspaces.

https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
"""

import re
from dataclasses import replace

from ministack.core.responses import get_account_id, get_region
from ministack.services import kms

from aws import principal
from aws.resource import Refused

# As a CreateGrant request of the service is logged, on the same page.
GRANT_OPERATIONS = ['DescribeKey', 'GenerateDataKey', 'Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant']


def check(arn: str, keyspace: str, table: str) -> None:
    """For the principal that creates or alters the table: Keyspaces calls KMS in its name."""
    region, account = get_region(), get_account_id()
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

    through = {'kms:ViaService': f'cassandra.{region}.amazonaws.com', 'kms:CallerAccount': account}
    context = {
        'aws:cassandra:keyspaceName': keyspace,
        'aws:cassandra:tableName': table,
        'aws:cassandra:subscriberId': account,
    }
    encryption = {
        'kms:EncryptionContextKeys': list(context),
        **{f'kms:EncryptionContext:{name}': value for name, value in context.items()},
    }
    grant = {'kms:GrantIsForAWSResource': 'true', 'kms:GrantOperations': GRANT_OPERATIONS,
             'kms:GrantConstraintType': 'EncryptionContextSubset'}
    acting = replace(principal.acting.get()(), via_service=True, endpoint=None, source_ip=None)
    # DescribeKey knows no encryption context.
    principal.require(acting, 'kms:DescribeKey', arn, through)
    principal.require(acting, 'kms:CreateGrant', arn, {**through, **encryption, **grant})
    for action in ('kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'):
        principal.require(acting, action, arn, {**through, **encryption})
