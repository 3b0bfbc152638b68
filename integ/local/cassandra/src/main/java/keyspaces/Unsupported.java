package keyspaces;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.ModificationStatement;
import org.apache.cassandra.cql3.statements.QualifiedStatement;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.schema.KeyspaceMetadata;
import org.apache.cassandra.schema.Schema;
import org.apache.cassandra.schema.SchemaConstants;
import org.apache.cassandra.schema.TableMetadata;
import org.apache.cassandra.service.ClientState;

/**
 * What Cassandra would do with data, and the service does not.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/cassandra-apis.html">Supported APIs</a>,
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/consistency.html">consistency levels</a>
 */
final class Unsupported {
    private static final Set<ConsistencyLevel> READ = EnumSet.of(ConsistencyLevel.ONE, ConsistencyLevel.LOCAL_ONE, ConsistencyLevel.LOCAL_QUORUM);
    private static final Set<ConsistencyLevel> WRITE = EnumSet.of(ConsistencyLevel.LOCAL_QUORUM);

    /** Cassandra's own, which the service has not: https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html */
    static final Set<String> HIDDEN = Set.of(SchemaConstants.AUTH_KEYSPACE_NAME, SchemaConstants.DISTRIBUTED_KEYSPACE_NAME,
        SchemaConstants.TRACE_KEYSPACE_NAME, SchemaConstants.VIRTUAL_SCHEMA, SchemaConstants.VIRTUAL_VIEWS);

    private Unsupported() {
    }

    /** Before Cassandra looks at the names of a statement. */
    static void refuse(CQLStatement.Raw statement) {
        if (statement instanceof ModificationStatement.Parsed modification) {
            existing(modification);
        } else if (statement instanceof SelectStatement.RawStatement select) {
            UnsupportedReads.refuse(select, existing(select));
        }
    }

    /** In the words of https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.cql.html */
    private static TableMetadata existing(QualifiedStatement statement) {
        KeyspaceMetadata keyspace = Schema.instance.getKeyspaceMetadata(statement.keyspace());
        if (keyspace == null || HIDDEN.contains(keyspace.name)) {
            throw new InvalidRequestException("unconfigured keyspace " + statement.keyspace());
        }
        TableMetadata table = keyspace.getTableNullable(statement.name());
        if (table == null) {
            throw new InvalidRequestException("unconfigured table " + statement.keyspace() + "." + statement.name());
        }
        return table;
    }

    static void refusePreparing(CQLStatement statement) {
        if (!(statement instanceof SelectStatement || statement instanceof ModificationStatement || statement instanceof BatchStatement)) {
            throw new InvalidRequestException("Only SELECT, INSERT, UPDATE, DELETE and BATCH statements can be prepared");
        }
    }

    /** `ofStatement`: the values of a statement of a batch, by its number. */
    static void refuse(CQLStatement statement, ClientState client, QueryOptions options, IntFunction<QueryOptions> ofStatement) {
        if (statement instanceof SelectStatement select) {
            requireLevel(READ, options);
            UnsupportedReads.refuseSubqueries(select.getRestrictions(), client, options);
        } else if (statement instanceof ModificationStatement modification) {
            requireLevel(WRITE, options);
            UnsupportedWrites.refuse(modification, options);
        } else if (statement instanceof BatchStatement batch) {
            requireLevel(WRITE, options);
            UnsupportedWrites.refuse(batch, client, options, ofStatement);
        }
    }

    private static void requireLevel(Set<ConsistencyLevel> levels, QueryOptions options) {
        if (!levels.contains(options.getConsistency())) {
            throw new InvalidRequestException("Consistency level " + options.getConsistency() + " is not supported for this operation. "
                + "Supported consistency levels are: " + levels.stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
    }
}
