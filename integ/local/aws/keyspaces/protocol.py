"""The JSON protocol of the Keyspaces API and of its streams' API.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/CommonErrors.html
"""

import asyncio
import json
import re
from collections.abc import Callable

from botocore import session
from botocore.model import ServiceModel, Shape
from botocore.validate import ParamValidator
from ministack import app
from ministack.core.responses import get_request_client_ip
from ministack.core.router import SERVICE_PATTERNS, extract_access_key_id

from aws import network, principal
from aws.resource import AlreadyExists, Conflict, Failed, NotFound, QuotaExceeded, Refused

CONTENT_TYPE = 'application/x-amz-json-1.0'
# The first part of the names of their hosts and of the ends of their endpoint services.
HOSTS = {'keyspaces': ('cassandra', 'cassandra-fips'), 'keyspacesstreams': ('cassandra-streams',)}

Operations = dict[str, Callable[[dict], dict]]
CODES = {AlreadyExists: 'ConflictException', Conflict: 'ConflictException', NotFound: 'ResourceNotFoundException',
         QuotaExceeded: 'ServiceQuotaExceededException', Failed: 'InternalServerException'}


def serve(service: str, target: str, operations: Operations) -> None:
    """Answers the requests of a service that botocore knows, by their header X-Amz-Target."""
    model = session.get_session().get_service_model(service)

    async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple[int, dict, bytes]:
        if not serves(service, headers.get('host', '')):
            # UNCONFIRMED what the service says of an operation that it does not have.
            return 400, {'Content-Type': CONTENT_TYPE}, json.dumps({'__type': 'UnknownOperationException'}).encode()
        operation, access_key = headers['x-amz-target'].split('.')[-1], extract_access_key_id(headers, query)
        principal.acting.set(lambda: principal.calling(principal.of_key(access_key)))
        try:
            # Cassandra is waited for in a thread.
            status, answer = 200, await asyncio.to_thread(answer_to, model, operations, operation, json.loads(body or b'{}'))
        except principal.NotAuthorized as denied:
            status, answer = 403, {'__type': 'AccessDeniedException', 'message': str(denied)}
        except Refused as refused:
            code = CODES.get(type(refused), 'ValidationException')
            status, answer = 500 if isinstance(refused, Failed) else 400, {'__type': code, 'message': str(refused)}
        return status, {'Content-Type': CONTENT_TYPE}, json.dumps(answer).encode()

    SERVICE_PATTERNS[service] = {'target_prefixes': [f'{target}.']}
    app.SERVICE_HANDLERS[service] = handle


def serves(service: str, host: str) -> bool:
    """Tables and streams have hosts of their own, and endpoints.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/CDC_access-endpoints.html
    https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
    """
    endpoint = network.endpoint_of(get_request_client_ip())
    reached = [endpoint['ServiceName'].split('.')[-1]] if endpoint else []
    if host.split(':')[0].endswith(('.amazonaws.com', '.api.aws')) and '.vpce.' not in host:
        reached.append(host.split('.')[0])
    return all(name in HOSTS[service] for name in reached)


def answer_to(model: ServiceModel, operations: Operations, operation: str, request: dict) -> dict:
    if operation not in operations:
        raise Refused(f'{operation} is not implemented by the local stack')
    shape = model.operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape).generate_report()
    report = re.sub(r'Missing required parameter in .*"(\w+)"', r'\1 must not be null', report)
    problems = [*report.splitlines(), *violations(shape, request)]
    if problems:
        raise Refused('; '.join(problems))
    return operations[operation](request)


def violations(shape: Shape, value: object, name: str = 'request') -> list[str]:
    """What botocore's validator leaves to the service: values of an enumeration, patterns and maxima."""
    if shape.type_name == 'structure' and isinstance(value, dict):
        return [text for key, item in value.items() if key in shape.members for text in violations(shape.members[key], item, key)]
    if shape.type_name == 'list' and isinstance(value, list):
        return [text for item in value for text in violations(shape.member, item, name)]
    size = len(value) if isinstance(value, str) else value
    return [f'{name} {json.dumps(value)} must satisfy {what} {limit}' for what, limit, met in (
        ('enum', shape.metadata.get('enum'), lambda limit: value in limit),
        ('pattern', shape.metadata.get('pattern'), lambda limit: re.fullmatch(limit, value)),
        ('maximum', shape.metadata.get('max'), lambda limit: size <= limit),
    ) if limit is not None and not met(limit)]
