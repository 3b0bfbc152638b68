"""AWS::Cassandra::*, the Keyspaces API and what Cassandra asks of the service, on top of Apache Cassandra."""

from aws.settings import CassandraSettings


def install(settings: CassandraSettings) -> None:
    from ministack.services.cloudformation import stacks

    # catalog, peers, schema and statements answer questions as soon as they are imported.
    from aws.keyspaces import api, catalog, database, keyspace, peers, schema, statements, streams, table, user_defined_type  # noqa: F401

    database.connect(settings)
    for part in (keyspace, table, user_defined_type, api, streams):
        part.install()
    in_thread = stacks._runs_on_worker_thread
    # They wait for Cassandra.
    stacks._runs_on_worker_thread = lambda resource_type: resource_type.startswith('AWS::Cassandra::') or in_thread(resource_type)
