package keyspaces;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.restrictions.StatementRestrictions;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.ModificationStatement;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.db.Clustering;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.exceptions.UnauthorizedException;
import org.apache.cassandra.schema.SchemaConstants;
import org.apache.cassandra.service.ClientState;

/**
 * What Cassandra would do with data, and the service does not.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/cassandra-apis.html">Supported APIs</a>,
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/consistency.html">consistency levels</a>,
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html">quotas</a>
 */
final class Unsupported {
    private static final Set<ConsistencyLevel> READ = EnumSet.of(ConsistencyLevel.ONE, ConsistencyLevel.LOCAL_ONE, ConsistencyLevel.LOCAL_QUORUM);
    private static final Set<ConsistencyLevel> WRITE = EnumSet.of(ConsistencyLevel.LOCAL_QUORUM);
    private static final int UNLOGGED_BATCH = 30;
    private static final int LOGGED_BATCH = 100;
    private static final int LOGGED_BATCH_WITH_STATIC_COLUMNS = 50;
    private static final int SUBQUERIES = 100;
    private static final int COLUMNS = 225;
    private static final int COLUMNS_WITH_TIME_TO_LIVE = 166;

    private Unsupported() {
    }

    /** UNCONFIRMED that the service refuses these: https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.dml.select.html does not have them. */
    static void refuse(CQLStatement.Raw statement) {
        if (statement instanceof SelectStatement.RawStatement select
            && (select.parameters.isDistinct || !select.parameters.groups.isEmpty() || select.perPartitionLimit != null)) {
            throw new InvalidRequestException("DISTINCT, GROUP BY and PER PARTITION LIMIT are not supported");
        }
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
            refuseSubqueries(select.getRestrictions(), client, options);
        } else if (statement instanceof ModificationStatement modification) {
            requireLevel(WRITE, options);
            refuseWrite(modification);
        } else if (statement instanceof BatchStatement batch) {
            requireLevel(WRITE, options);
            batch.getStatements().forEach(Unsupported::refuseWrite);
            refuseSize(batch);
            if (batch.type == BatchStatement.Type.LOGGED) {
                refuseLogged(batch, client, ofStatement);
            }
        }
    }

    private static void requireLevel(Set<ConsistencyLevel> levels, QueryOptions options) {
        if (!levels.contains(options.getConsistency())) {
            throw new InvalidRequestException("Consistency level " + options.getConsistency() + " is not supported for this operation. "
                + "Supported consistency levels are: " + levels.stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
    }

    private static void refuseWrite(ModificationStatement statement) {
        // https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
        if (SchemaConstants.isSystemKeyspace(statement.keyspace())) {
            throw new UnauthorizedException("The keyspace " + statement.keyspace() + " is read-only");
        }
        StatementRestrictions where = statement.getRestrictions();
        if (where.keyIsInRelation() || where.clusteringKeyRestrictionsHasIN()) {
            throw new InvalidRequestException("IN is supported by SELECT only");
        }
        boolean timeToLive = Requests.hasTimeToLive(statement) || statement.metadata().params.defaultTimeToLive > 0;
        int columns = timeToLive ? COLUMNS_WITH_TIME_TO_LIVE : COLUMNS;
        if (statement.updatedColumns().regulars.size() > columns) {
            throw new InvalidRequestException("A statement writes " + columns + " regular columns at most");
        }
    }

    private static void refuseSize(BatchStatement batch) {
        boolean statics = batch.getStatements().stream().anyMatch(ModificationStatement::updatesStaticRow);
        int limit = batch.type == BatchStatement.Type.UNLOGGED ? UNLOGGED_BATCH : statics ? LOGGED_BATCH_WITH_STATIC_COLUMNS : LOGGED_BATCH;
        if (batch.getStatements().size() > limit) {
            throw new InvalidRequestException("A batch of this kind has " + limit + " statements at most, this one " + batch.getStatements().size());
        }
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/batchStatements.html */
    private static void refuseLogged(BatchStatement batch, ClientState client, IntFunction<QueryOptions> ofStatement) {
        Set<List<Object>> rows = new HashSet<>();
        for (int i = 0; i < batch.getStatements().size(); i++) {
            ModificationStatement statement = batch.getStatements().get(i);
            if (statement.hasSlices()) {
                throw new InvalidRequestException("Range deletes are not supported in a logged batch");
            }
            for (ByteBuffer key : statement.buildPartitionKeyNames(ofStatement.apply(i), client)) {
                for (Clustering<?> row : statement.createClustering(ofStatement.apply(i), client)) {
                    if (!rows.add(List.of(statement.metadata().id, key, row))) {
                        throw new InvalidRequestException("Several statements for the same row are not supported in a logged batch");
                    }
                }
            }
        }
    }

    /** Each combination of the values in IN counts. */
    private static void refuseSubqueries(StatementRestrictions where, ClientState client, QueryOptions options) {
        int subqueries = 1;
        if (where.keyIsInRelation()) {
            subqueries *= where.getPartitionKeys(options, client).size();
        }
        if (where.clusteringKeyRestrictionsHasIN()) {
            subqueries *= where.getClusteringColumns(options, client).size();
        }
        if (subqueries > SUBQUERIES) {
            throw new InvalidRequestException("IN asks for " + subqueries + " combinations of values: " + SUBQUERIES + " at most are supported");
        }
    }
}
