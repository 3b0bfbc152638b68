"""The user name and password of a service-specific credential.

https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.ssc.html
"""

import hmac

from aws.questions import Refusal
from aws.sign_in import service_specific_credential


def check(question: dict) -> str:
    name = question['username']
    found = service_specific_credential.by_user_name(name)
    matches = [credential for credential in found if credential['Status'] == 'Active' and hmac.compare_digest(
        credential['ServicePassword'].encode(), question['password'].encode())]
    if not matches:
        raise Refusal(f'Provided username {name} and/or password are incorrect', 'BAD_CREDENTIALS')
    return matches[0]['ServiceSpecificCredentialId']
