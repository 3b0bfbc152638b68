"""The one connection to Apache Cassandra."""

import re
import ssl

from cassandra import DriverException, RequestExecutionException
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable
from cassandra.policies import WhiteListRoundRobinPolicy

from aws.resource import Refused
from aws.settings import CassandraSettings

_session = None


def connect(settings: CassandraSettings) -> None:
    global _session
    # system.peers may name other addresses of the same node: neither them nor their agreement is waited for.
    profile = ExecutionProfile(load_balancing_policy=WhiteListRoundRobinPolicy([settings.host]), request_timeout=30)
    cluster = Cluster(
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
    try:
        _session = cluster.connect()
    except NoHostAvailable as error:
        raise SystemExit(f'The local AWS cannot reach Cassandra on {settings.host}:{settings.port}: {error}') from error


def execute(cql: str) -> None:
    """Runs a statement; what Cassandra refuses, the resource is refused with."""
    try:
        _session.execute(cql)
    except (DriverException, RequestExecutionException) as error:
        said = re.search('message="(.*)"', str(error), re.DOTALL)
        raise Refused(said[1] if said else str(error)) from error
