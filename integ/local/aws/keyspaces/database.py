"""The one connection to Apache Cassandra."""

import re
import ssl
import time

from cassandra import DriverException, RequestExecutionException
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable
from cassandra.policies import WhiteListRoundRobinPolicy

from aws.resource import Refused
from aws.settings import CassandraSettings

# Both are started at the same time, and Cassandra is the slower one.
_READY_SECONDS = 120

_session = None


def connect(settings: CassandraSettings) -> None:
    """Waits until Cassandra answers."""
    global _session
    deadline = time.monotonic() + _READY_SECONDS
    while _session is None:
        # A cluster that could not connect once never can.
        cluster = _cluster(settings)
        try:
            _session = cluster.connect()
        except NoHostAvailable as error:
            cluster.shutdown()
            if time.monotonic() > deadline:
                raise SystemExit(f'The local AWS cannot reach Cassandra on {settings.host}:{settings.port}: {error}') from error
            time.sleep(0.2)


def _cluster(settings: CassandraSettings) -> Cluster:
    # system.peers may name other addresses of the same node: neither them nor their agreement is waited for.
    profile = ExecutionProfile(load_balancing_policy=WhiteListRoundRobinPolicy([settings.host]), request_timeout=30)
    return Cluster(
        [settings.host],
        port=settings.port,
        auth_provider=PlainTextAuthProvider(settings.username, settings.password),
        ssl_context=ssl.create_default_context(cafile=settings.ca),
        ssl_options={'server_hostname': settings.host},
        execution_profiles={EXEC_PROFILE_DEFAULT: profile},
        max_schema_agreement_wait=0,
        schema_metadata_enabled=False,
        token_metadata_enabled=False,
    )


def execute(cql: str) -> None:
    """Runs a statement; what Cassandra refuses, the resource is refused with."""
    try:
        _session.execute(cql)
    except (DriverException, RequestExecutionException) as error:
        said = re.search('message="(.*)"', str(error), re.DOTALL)
        raise Refused(said[1] if said else str(error)) from error


def read(cql: str) -> tuple[list[str], list[type], list[tuple]]:
    """Names and types of the columns, and all rows."""
    found = _session.execute(cql)
    return found.column_names, found.column_types, [tuple(row) for row in found]
