"""Whether a statement that reads or writes may be executed: asked by Cassandra for each, before it is."""

import time
from collections import defaultdict

from aws import control, principal, sign_in
from aws.keyspaces import authorization
from aws.questions import Refusal, answers

# By connection: the second, and the requests in it.
_requests: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))


@answers('authorize')
def authorize(question: dict) -> dict:
    caller = principal.calling(sign_in.of_credential(question['credential'], question['address']))
    count(question['connection'])
    try:
        for statement in question['statements']:
            authorization.require_statement(caller, statement['action'], statement['keyspace'], statement['table'])
    except principal.NotAuthorized as denied:
        raise unauthorized(caller) from denied
    return {}


def unauthorized(caller: principal.Caller) -> Refusal:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.connecting.html"""
    return Refusal(f'User {caller.principal.arn} has no permissions.', 'UNAUTHORIZED')


def count(connection: str) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.serverless.html"""
    now = int(time.time())
    second, requests = _requests[connection]
    _requests[connection] = (now, requests + 1 if second == now else 1)
    if _requests[connection][1] > control.quota('requestsPerConnection'):
        raise Refusal('Request rate limit of the connection exceeded', 'OVERLOADED')
