"""Answers what Cassandra's plug-ins and the functions' preload ask: one JSON object a line, and one back.

Each question is answered in a thread of its own, in a context of its own: whose account, and from which address.
"""

import json
import logging
import socketserver
from collections.abc import Callable
from contextvars import Context
from pathlib import Path
from threading import Thread

logger = logging.getLogger(__name__)
_answers: dict[str, Callable[[dict], dict]] = {}


class Refusal(Exception):
    """What the client of Cassandra is told; `error` names the exception of Cassandra's protocol."""

    def __init__(self, message: str, error: str):
        super().__init__(message)
        self.error = error


def answers(ask: str) -> Callable:
    """Registers the function that answers this kind of question."""
    def register(answer: Callable[[dict], dict]) -> Callable[[dict], dict]:
        _answers[ask] = answer
        return answer
    return register


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            for line in self.rfile:
                answer = Context().run(answer_to, line)
                self.wfile.write(json.dumps(answer).encode() + b'\n')
        except ConnectionError:
            # Whoever asked is gone.
            pass


def answer_to(line: bytes) -> dict:
    try:
        question = json.loads(line)
        return _answers[question['ask']](question)
    except Refusal as refusal:
        return {'refused': str(refusal), 'error': refusal.error}
    except Exception:
        logger.exception('a question could not be answered')
        return {'refused': 'The local AWS could not decide: its log says why', 'error': 'SERVER_ERROR'}


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 128


class TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


def serve_socket(path: str) -> None:
    """The path is relative where an absolute one could exceed what a socket's name may have, 108 characters."""
    Path(path).unlink(missing_ok=True)
    serve(UnixServer(path, Conversation))


def serve_port() -> int:
    """The free port of loopback that the questions are answered on."""
    server = TcpServer(('127.0.0.1', 0), Conversation)
    serve(server)
    return server.server_address[1]


def serve(server: socketserver.BaseServer) -> None:
    Thread(target=server.serve_forever, daemon=True).start()
