"""A signature over the nonce that the server has challenged the client with.

https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.SigV4_KEYSPACES.html
What is signed is told by AWS's own clients, for instance https://github.com/aws/aws-sigv4-auth-cassandra-python-driver-plugin
"""

import hashlib
from datetime import datetime, timedelta, timezone

from ministack.core import iam_evaluator as iam
from ministack.core import sigv4
from ministack.core.responses import get_region

from aws import principal
from aws.questions import Refusal

SERVICE = 'cassandra'
ALGORITHM = 'AWS4-HMAC-SHA256'
VALID = timedelta(minutes=15)


def check(question: dict) -> str:
    """The Region and the service are not sent: a signature for others is another one."""
    # ministack takes a key without a name for the root's.
    key, date = question['accessKey'] or 'none', question['date'] or ''
    credential = iam.resolve_credential(key, principal.account_of_key(key), question.get('sessionToken') or '')
    if isinstance(credential, iam.CredentialResolutionError):
        raise Refusal(credential.message, 'BAD_CREDENTIALS')
    if abs(datetime.now(timezone.utc) - signed_at(date)) > VALID:
        raise Refusal(f'Signature expired: {date} is not within {VALID.seconds // 60} minutes of the time', 'BAD_CREDENTIALS')
    expected = signature(credential.secret_access_key, key, date, question['nonce'])
    if not sigv4.signatures_match(expected, question['signature'] or ''):
        raise Refusal(sigv4.SIGNATURE_MISMATCH, 'BAD_CREDENTIALS')
    return key


def signed_at(date: str) -> datetime:
    try:
        return datetime.strptime(date, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=timezone.utc)
    except ValueError:
        raise Refusal(f'The date {date!r} is not of the form 2006-01-02T15:04:05.000Z', 'BAD_CREDENTIALS') from None


def signature(secret: str, key: str, date: str, nonce: str) -> str:
    day, region = date[:10].replace('-', ''), get_region()
    query = {
        'X-Amz-Algorithm': ALGORITHM,
        'X-Amz-Credential': f'{key}/{day}/{region}/{SERVICE}/aws4_request',
        'X-Amz-Date': date,
        'X-Amz-Expires': str(VALID.seconds),
    }
    request = sigv4.build_canonical_request('PUT', '/authenticate', {'host': SERVICE}, query, 'host',
                                            payload_hash=hashlib.sha256(nonce.encode()).hexdigest())
    return sigv4.calculate_signature(secret, day, region, SERVICE, sigv4.build_string_to_sign(date, day, region, SERVICE, request))
