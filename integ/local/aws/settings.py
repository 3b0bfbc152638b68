"""What the local AWS is started with, checked before anything is started."""

import os
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

MINISTACK_VERSION = '1.5.33'

# The administrator's access key is the number of the account, which is how ministack knows the root of an account.
ACCOUNT = '111122223333'

REQUIRED = (
    'AWS_SECRET_ACCESS_KEY',
    'MINISTACK_SSL_CERT',
    'MINISTACK_SSL_KEY',
    'LOCAL_CASSANDRA_HOST',
    'LOCAL_CASSANDRA_PORT',
    'LOCAL_CASSANDRA_USERNAME',
    'LOCAL_CASSANDRA_PASSWORD',
    'LOCAL_CASSANDRA_CA',
    'LOCAL_KEYSPACES_SOCKET',
)

MINISTACK = {
    'AUTH': 'true',
    'USE_SSL': '1',
    'BIND_HOST': '127.0.0.1',
    'GATEWAY_PORT': '4566',
    'IOT_MTLS_ENABLED': '0',
    'SFTP_ENABLED': '0',
    'PERSIST_STATE': '0',
    'MINISTACK_ACCOUNT_ID': ACCOUNT,
    'AWS_ACCESS_KEY_ID': ACCOUNT,
    'LAMBDA_EXECUTOR': 'local',
    # ministack removes the containers that an earlier run left behind: a Docker of the machine is none of its business here.
    'DOCKER_HOST': 'unix:///nonexistent',
}


@dataclass(frozen=True)
class CassandraSettings:
    host: str
    port: int
    username: str
    password: str
    ca: str


def apply() -> CassandraSettings:
    """Sets ministack's environment. ministack reads it when it is imported, so this comes first."""
    try:
        installed = version('ministack')
    except PackageNotFoundError:
        installed = 'none'
    if installed != MINISTACK_VERSION:
        sys.exit(f'The local AWS needs ministack {MINISTACK_VERSION} exactly, because it reaches into its private parts; '
                 f'installed is {installed}. Install integ/local/requirements.txt.')
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        sys.exit(f'The local AWS is not told {", ".join(missing)}. integ/local/aws/README.md lists what it takes.')

    cassandra = CassandraSettings(
        host=os.environ['LOCAL_CASSANDRA_HOST'],
        port=int(os.environ['LOCAL_CASSANDRA_PORT']),
        username=os.environ['LOCAL_CASSANDRA_USERNAME'],
        password=os.environ['LOCAL_CASSANDRA_PASSWORD'],
        ca=os.environ['LOCAL_CASSANDRA_CA'],
    )
    # Functions inherit the environment; the superuser is not for them.
    for name in ('LOCAL_CASSANDRA_USERNAME', 'LOCAL_CASSANDRA_PASSWORD'):
        del os.environ[name]
    os.environ.update(MINISTACK)
    os.environ.pop('AWS_SESSION_TOKEN', None)
    os.environ.pop('AWS_PROFILE', None)
    return cassandra
