"""Starts ministack with the additions, and takes it down with everything that it started."""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from aws import settings


def main() -> None:
    cassandra = settings.apply()

    from aws import (
        cloudformation, cloudtrail, conditions, ec2, events, key_conditions, keyspaces, network, principal, questions, route53, sign_in,
    )

    for part in (conditions, key_conditions, principal, cloudformation, sign_in, network):
        part.install()
    keyspaces.install(cassandra)
    for part in (ec2, route53, cloudtrail, events):
        part.install()
    socket = os.environ['LOCAL_KEYSPACES_SOCKET']
    questions.serve_socket(socket)
    code = 1
    try:
        asyncio.new_event_loop().run_until_complete(serve())
        code = 0
    except OSError as error:
        print(f'The local AWS cannot listen on 127.0.0.1:{os.environ["GATEWAY_PORT"]}: {error}', file=sys.stderr)
    finally:
        end_functions()
        Path(socket).unlink(missing_ok=True)
        sys.stdout.flush()
        sys.stderr.flush()
        # Nothing is kept: open connections and ministack's worker threads, which may wait for half a minute, are not waited for.
        os._exit(code)


async def serve() -> None:
    """ministack's own `main` would bind port 443 too, so the server is run here."""
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack.app import app

    from aws import control

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def wait_for_parent() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_parent, daemon=True).start()

    config = Config()
    config.bind = [f'127.0.0.1:{os.environ["GATEWAY_PORT"]}']
    config.certfile = os.environ['MINISTACK_SSL_CERT']
    config.keyfile = os.environ['MINISTACK_SSL_KEY']
    config.keep_alive_timeout = 75
    server = loop.create_task(hypercorn_serve(control.application(app), config, shutdown_trigger=asyncio.Event().wait))
    done, _ = await asyncio.wait({server, loop.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if server in done:
        server.result()


def end_functions() -> None:
    """Ends the processes of Lambda functions."""
    functions = sys.modules.get('ministack.services.lambda_svc')
    if functions:
        functions.reset()
