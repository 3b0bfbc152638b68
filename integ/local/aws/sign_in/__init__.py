"""How Keyspaces lets in a client of Cassandra: with a service-specific credential, or with a SigV4 signature.

https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.html
"""

from aws import principal
from aws.questions import Refusal, answers


def install() -> None:
    from aws.sign_in import service_specific_credential

    service_specific_credential.install()


@answers('sign-in')
def sign_in(question: dict) -> dict:
    """Returns the credential that later questions name, and whose it is."""
    from aws.sign_in import password, sigv4

    check = {'PLAIN': password.check, 'SigV4': sigv4.check}[question['mechanism']]
    credential = check(question)
    try:
        return {'principal': of_credential(credential, question['address']).arn, 'credential': credential}
    except Refusal as refusal:
        raise Refusal(str(refusal), 'BAD_CREDENTIALS') from refusal


def caller_of(question: dict) -> principal.Caller:
    """Whoever signed in on the connection that a question comes from, and the door that it came through."""
    return principal.calling(of_credential(question['credential'], question['address']))


def of_credential(credential: str, address: str) -> principal.iam.PrincipalInfo:
    """Whoever signed in, as IAM knows them now; the context of this question becomes that of their account."""
    from aws.sign_in import service_specific_credential

    found = service_specific_credential.by_id(credential)
    try:
        if found:
            principal.enter(found['Account'], address)
            return service_specific_credential.principal_of(found)
        principal.enter(principal.account_of_key(credential), address)
        return principal.of_key(credential)
    except principal.NotAuthorized as denied:
        raise Refusal(str(denied), 'UNAUTHORIZED') from denied
