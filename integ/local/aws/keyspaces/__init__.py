"""AWS::Cassandra::* and the Keyspaces API, on top of Apache Cassandra."""

from aws.settings import CassandraSettings


def install(settings: CassandraSettings) -> None:
    from aws.keyspaces import api, database, keyspace, statements, table, user_defined_type

    database.connect(settings)
    for part in (keyspace, table, user_defined_type, api):
        part.install()
