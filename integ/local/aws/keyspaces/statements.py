"""Whether a statement that reads or writes may be executed: asked by Cassandra for each, before it is."""

import time
from collections import Counter

from aws import control, principal, sign_in
from aws.keyspaces import authorization, customer_managed_key, status, store
from aws.questions import Refusal, answers

# Of this second, by connection.
_requests: tuple[int, Counter[str]] = (0, Counter())


@answers('authorize')
def authorize(question: dict) -> dict:
    caller = sign_in.caller_of(question)
    statements = question['statements']
    count(question['connection'], 'Modify' if any(statement['action'] == 'Modify' for statement in statements) else 'Select')
    try:
        for statement in statements:
            authorization.require_statement(caller, statement['action'], statement['keyspace'], statement['table'])
    except principal.NotAuthorized as denied:
        raise unauthorized(caller) from denied
    for statement in statements:
        check_table(caller, statement)
    return {}


def unauthorized(caller: principal.Caller) -> Refusal:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.connecting.html"""
    return Refusal(f'User {caller.principal.arn} has no permissions.', 'UNAUTHORIZED')


def check_table(caller: principal.Caller, statement: dict) -> None:
    names = statement['keyspace'], statement['table']
    record = store.tables.get(store.identifier(*names))
    if not record:
        # Of a system keyspace, or Cassandra knows that there is none.
        return
    if status.is_creating(record):
        # https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.cql.html
        raise Refusal(f'unconfigured table {".".join(names)}', 'INVALID')
    if (statement.get('timestamp') or statement.get('writetime')) and not record['ClientSideTimestamps']:
        # https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-it-works.html
        raise Refusal('Client-side timestamps are not enabled for the table', 'INVALID')
    if statement.get('ttl') and not record['TimeToLive']:
        # https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.cql.html
        raise Refusal('TTL is not yet supported.', 'INVALID')
    key = customer_managed_key.arn_of(record['Properties'])
    if key and not (customer_managed_key.is_accessible(record, *names) and customer_managed_key.may_decrypt(caller, key, *names)):
        # UNCONFIRMED how the service words it.
        raise Refusal(f'Table {".".join(names)} cannot be read or written: its key {key} is inaccessible', 'UNAUTHORIZED')


def count(connection: str, action: str) -> None:
    """A connection's quota that is exceeded is a lack of capacity, which the service tells as a timeout.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.serverless.html
    """
    global _requests
    now = int(time.time())
    if _requests[0] != now:
        _requests = (now, Counter())
    requests = _requests[1]
    requests[connection] += 1
    if requests[connection] > control.quota('requestsPerConnection'):
        raise Refusal('Operation timed out - received only 0 responses.', 'WRITE_TIMEOUT' if action == 'Modify' else 'READ_TIMEOUT')
