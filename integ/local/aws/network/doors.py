"""What listens on loopback: a door for each network interface of an endpoint, and for each node of the public endpoint.

A door forwards 9142 to Cassandra and 4443, which stands for 443 that only root may listen on, to the local AWS. It connects
from its own address, so that both see through which door a connection came. Everything runs on an event loop of its own:
ministack's may be busy.
"""

import asyncio
import ipaddress
import os
import ssl
import threading
from functools import partial
from itertools import count
from pathlib import Path

from ministack.services import ec2

from aws import control

CQL, HTTPS = 9142, 4443
# https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
PUBLIC_NODES = [f'127.0.9.{number}' for number in range(1, 10)]
SERVICE = 'cassandra.us-east-1.amazonaws.com'

_loop = asyncio.new_event_loop()
_numbers = count(1)
# What is open at an address: its servers, and the tasks of its connections.
_servers: dict[str, list[asyncio.Server]] = {}
_connections: dict[str, set[asyncio.Task]] = {}
_interfaces: dict[str, dict] = {}
# By fault: where the interfaces' connections are led that are to meet another certificate.
_impostors: dict[str, asyncio.Server] = {}


def start() -> None:
    threading.Thread(target=_loop.run_forever, daemon=True).start()
    for address in PUBLIC_NODES:
        run(listen(address))


def open_for(interface: dict) -> str:
    """The address on loopback of a network interface, where it listens from now on."""
    address = str(ipaddress.ip_address('127.64.0.0') + next(_numbers))
    _interfaces[address] = interface
    run(listen(address, (CQL, HTTPS) if speaks_cql(interface) else (HTTPS,)))
    return address


def close_for(interface: dict) -> None:
    for address in [address for address, owner in _interfaces.items() if owner is interface]:
        del _interfaces[address]
        run(close(address))


def endpoint_of(address: str) -> dict | None:
    """ministack's record of the endpoint whose network interface has this address on loopback, whoever's account it is in."""
    interface = _interfaces.get(address)
    return interface and ec2._vpc_endpoints.get_scoped(interface['OwnerId'], interface['AvailabilityZone'][:-1], interface['VpcEndpointId'])


def speaks_cql(interface: dict) -> bool:
    """Of Keyspaces' endpoints, those of streams have HTTPS alone.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
    """
    return ec2._vpc_endpoints[interface['VpcEndpointId']]['ServiceName'].endswith(('.cassandra', '.cassandra-fips'))


def run(work) -> None:
    asyncio.run_coroutine_threadsafe(work, _loop).result()


async def listen(address: str, ports: tuple[int, ...] = (CQL, HTTPS)) -> None:
    _connections[address] = set()
    _servers[address] = [await asyncio.start_server(partial(forward, port), address, port) for port in ports]


async def close(address: str) -> None:
    for server in _servers.pop(address):
        server.close()
    for connection in _connections.pop(address):
        connection.cancel()


async def forward(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    address = writer.get_extra_info('sockname')[0]
    task = asyncio.current_task()
    _connections[address].add(task)
    wrong = control.fault('certificate') if port == CQL and address in _interfaces else None
    target = await impostor(wrong) if wrong else CQL if port == CQL else int(os.environ['GATEWAY_PORT'])
    try:
        await relay(reader, writer, port=target, local_addr=(address, 0))
    finally:
        _connections.get(address, set()).discard(task)


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, **onward) -> None:
    address = onward['local_addr'][0]
    writers = [writer]
    try:
        onward_reader, onward_writer = await asyncio.open_connection('127.0.0.1', **onward)
        writers.append(onward_writer)
        await asyncio.gather(pump(address, reader, onward_writer), pump(address, onward_reader, writer))
    except (OSError, asyncio.CancelledError):
        # Either end is gone, or the door is closed.
        pass
    finally:
        for one in writers:
            one.transport.abort()


async def pump(address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        if address in _interfaces and control.fault('dropConnections'):
            raise ConnectionResetError
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
    else:
        writer.close()


async def impostor(wrong: str) -> int:
    """The port of a server with this certificate, which goes on to Cassandra from its client's address."""
    if wrong not in _impostors:
        server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server_side.load_cert_chain(Path(os.environ['MINISTACK_SSL_CERT']).with_name(f'{wrong}.pem'))
        client_side = ssl.create_default_context(cafile=os.environ['LOCAL_CASSANDRA_CA'])

        async def impersonate(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await relay(reader, writer, port=CQL, local_addr=(writer.get_extra_info('peername')[0], 0),
                        ssl=client_side, server_hostname=SERVICE)

        _impostors[wrong] = await asyncio.start_server(impersonate, '127.0.0.1', 0, ssl=server_side)
    return _impostors[wrong].sockets[0].getsockname()[1]
