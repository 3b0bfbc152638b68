package keyspaces;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import org.apache.cassandra.cql3.Attributes;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.restrictions.StatementRestrictions;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.ModificationStatement;
import org.apache.cassandra.db.Clustering;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.exceptions.UnauthorizedException;
import org.apache.cassandra.schema.SchemaConstants;
import org.apache.cassandra.service.ClientState;

/**
 * What Cassandra would write, and the service does not.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html">Quotas</a>
 */
final class UnsupportedWrites {
    private static final int UNLOGGED_BATCH = 30;
    private static final int LOGGED_BATCH = 100;
    private static final int LOGGED_BATCH_WITH_STATIC_COLUMNS = 50;
    private static final long PAST = TimeUnit.DAYS.toMicros(2);
    private static final long FUTURE = TimeUnit.MINUTES.toMicros(5);
    private static final int COLUMNS = 225;
    private static final int COLUMNS_WITH_TIME_TO_LIVE = 166;

    private UnsupportedWrites() {
    }

    /** `ofStatement`: the values of a statement, by its number. */
    static void refuse(BatchStatement batch, ClientState client, QueryOptions options, IntFunction<QueryOptions> ofStatement) {
        for (int i = 0; i < batch.getStatements().size(); i++) {
            refuse(batch.getStatements().get(i), ofStatement.apply(i));
        }
        refuseTimestamp(Requests.attributes(BatchStatement.class, batch), options);
        refuseSize(batch);
        if (batch.type == BatchStatement.Type.LOGGED) {
            refuseLogged(batch, client, ofStatement);
        }
    }

    static void refuse(ModificationStatement statement, QueryOptions options) {
        // https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
        if (SchemaConstants.isSystemKeyspace(statement.keyspace())) {
            throw new UnauthorizedException("The keyspace " + statement.keyspace() + " is read-only");
        }
        StatementRestrictions where = statement.getRestrictions();
        if (where.keyIsInRelation() || where.clusteringKeyRestrictionsHasIN()) {
            throw new InvalidRequestException("IN is supported by SELECT only");
        }
        Attributes using = Requests.attributes(ModificationStatement.class, statement);
        refuseTimestamp(using, options);
        boolean timeToLive = using.isTimeToLiveSet() || statement.metadata().params.defaultTimeToLive > 0;
        int columns = timeToLive ? COLUMNS_WITH_TIME_TO_LIVE : COLUMNS;
        if (statement.updatedColumns().regulars.size() > columns) {
            throw new InvalidRequestException("A statement writes " + columns + " regular columns at most");
        }
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-to-queries.html */
    private static void refuseTimestamp(Attributes using, QueryOptions options) {
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long timestamp = using.getTimestamp(now, options);
        if (timestamp < now - PAST || timestamp > now + FUTURE) {
            throw new InvalidRequestException("A timestamp is in microseconds, at most 2 days in the past and 5 minutes in the future, not " + timestamp);
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
}
