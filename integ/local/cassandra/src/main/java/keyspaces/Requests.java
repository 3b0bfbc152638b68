package keyspaces;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.cql3.Attributes;
import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.ModificationStatement;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.cql3.statements.UseStatement;
import org.apache.cassandra.exceptions.InvalidRequestException;

/**
 * What a statement does to tables, as IAM's actions have it.
 * <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html">The actions</a>
 */
final class Requests {
    private Requests() {
    }

    static List<ObjectNode> of(CQLStatement statement, QueryOptions options) {
        if (statement instanceof SelectStatement select) {
            return List.of(request("Select", SystemTables.asked(select.keyspace()), select.table())
                .put("writetime", select.getSelection().newSelectors(options).collectWritetimes()));
        }
        if (statement instanceof ModificationStatement modification) {
            return modify(modification, false).toList();
        }
        if (statement instanceof BatchStatement batch) {
            boolean timestamp = attributes(BatchStatement.class, batch).isTimestampSet();
            return batch.getStatements().stream().flatMap(one -> modify(one, timestamp)).toList();
        }
        // The local AWS decides a change of the schema when it is executed.
        if (statement instanceof UseStatement || statement instanceof SchemaStatement) {
            return List.of();
        }
        // Whatever is not known here is not supported: of users, roles and permissions, TRUNCATE, DESCRIBE (of Cassandra 4), and what Cassandra may yet learn.
        throw new InvalidRequestException(statement.getAuditLogContext().auditLogEntryType.name().replace('_', ' ') + " is not supported");
    }

    private static Stream<ObjectNode> modify(ModificationStatement statement, boolean timestampOfBatch) {
        ObjectNode modify = request("Modify", statement.keyspace(), statement.table())
            .put("timestamp", timestampOfBatch || statement.isTimestampSet())
            .put("ttl", attributes(ModificationStatement.class, statement).isTimeToLiveSet());
        // UNCONFIRMED that a condition needs Select, too: when it does not hold, the answer shows what is stored.
        return statement.hasConditions() ? Stream.of(modify, request("Select", statement.keyspace(), statement.table())) : Stream.of(modify);
    }

    /** Of USING, which only Cassandra's own classes are shown. */
    static <T extends CQLStatement> Attributes attributes(Class<T> declaring, T statement) {
        try {
            Field field = declaring.getDeclaredField("attrs");
            field.setAccessible(true);
            return (Attributes) field.get(statement);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is not the version of Cassandra that pom.xml names", e);
        }
    }

    private static ObjectNode request(String action, String keyspace, String table) {
        return LocalAws.JSON.createObjectNode().put("action", action).put("keyspace", keyspace).put("table", table);
    }
}
