"""Settings of the local service: quotas, and faults that can be asked for.

GET, PUT (merges) and DELETE (restores the defaults) /_local/settings; what is set to null has its default again.
"""

import json
from collections.abc import Awaitable, Callable
from copy import deepcopy

from aws.keyspaces.limits import LIMITS
from aws.resource import QuotaExceeded

PATH = '/_local/settings'

DEFAULTS = {
    'quotas': {
        'keyspaces': LIMITS.keyspaces,
        'tables': LIMITS.tables,
        'types': LIMITS.types,
        'schemaOperations': LIMITS.schemaOperations,
        'credentialsPerUser': LIMITS.credentialsPerUser,
        # A second, on each connection.
        'requestsPerConnection': LIMITS.requestsPerConnection,
    },
    'faults': {
        # DescribeNetworkInterfaces and DescribeVpcEndpoints answer RequestLimitExceeded, and Keyspaces sees no peers.
        'describeThrottled': False,
        # So long a table is in the status CREATING.
        'createSeconds': 0,
        # The next schema operation fails.
        'failSchemaOperation': False,
        # Connections through endpoints are cut.
        'dropConnections': False,
        # 'expired', 'wrong-root' or 'wrong-name' on the interfaces' port 9142.
        'certificate': False,
    },
}

_settings = deepcopy(DEFAULTS)


def quota(name: str) -> int:
    return _settings['quotas'][name]


def check_quota(name: str, count: int, what: str) -> None:
    if count >= quota(name):
        raise QuotaExceeded(f'The limit of {quota(name)} {what} in a Region is reached')


def fault(name: str) -> object:
    return _settings['faults'][name]


def spend_fault(name: str) -> bool:
    """Whether the fault was asked for; it happens once."""
    asked = bool(_settings['faults'][name])
    _settings['faults'][name] = DEFAULTS['faults'][name]
    return asked


def application(app: Callable) -> Callable[..., Awaitable[None]]:
    """Answers for the settings, and leaves everything else to ministack."""
    async def serve(scope: dict, receive: Callable, send: Callable) -> None:
        if scope['type'] != 'http' or scope['path'] != PATH:
            return await app(scope, receive, send)
        body, more = b'', True
        while more:
            message = await receive()
            body, more = body + message.get('body', b''), message.get('more_body', False)
        status, answer = answer_to(scope['method'], body)
        await send({'type': 'http.response.start', 'status': status, 'headers': [(b'content-type', b'application/json')]})
        await send({'type': 'http.response.body', 'body': json.dumps(answer).encode()})
    return serve


def answer_to(method: str, body: bytes) -> tuple[int, dict]:
    try:
        if method == 'DELETE':
            merge(DEFAULTS)
        elif method == 'PUT':
            merge(json.loads(body))
    except (ValueError, KeyError, AttributeError) as error:
        return 400, {'message': f'{PATH} takes {json.dumps(DEFAULTS)}, or a part of it: {error!r}'}
    return 200, _settings


def merge(changes: dict) -> None:
    for group, values in changes.items():
        for name, value in values.items():
            default = DEFAULTS[group][name]
            _settings[group][name] = default if value is None else value
