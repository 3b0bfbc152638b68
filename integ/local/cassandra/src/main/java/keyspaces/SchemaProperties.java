package keyspaces;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.cassandra.cql3.statements.schema.AlterSchemaStatement;
import org.apache.cassandra.db.marshal.AbstractType;
import org.apache.cassandra.db.marshal.UserType;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.locator.SingleRegionStrategy;
import org.apache.cassandra.schema.ColumnMetadata;
import org.apache.cassandra.schema.KeyspaceMetadata;
import org.apache.cassandra.schema.TableMetadata;

/** What a change of the schema makes, as the properties of AWS::Cassandra::Table and AWS::Cassandra::Type, and what none may make. */
final class SchemaProperties {
    private static final Set<String> ALTERATIONS_OF_TABLES = Set.of("AddColumns", "AlterOptions");

    private SchemaProperties() {
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html has no more than ADD and WITH. */
    static void refuse(AlterSchemaStatement statement) {
        String kind = statement.getClass().getSimpleName();
        if (statement.getAuditLogContext().auditLogEntryType.name().equals("ALTER_TABLE") && !ALTERATIONS_OF_TABLES.contains(kind)) {
            throw new InvalidRequestException("ALTER TABLE is supported for adding columns and changing properties only");
        }
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.keyspace.html */
    static void refuse(KeyspaceMetadata keyspace) {
        if (!keyspace.params.durableWrites) {
            throw new InvalidRequestException("Writes are always durable: durable_writes must be true");
        }
        // Extensions puts this strategy in the place of the service's own; another one got past it, as "replication" in quotes does.
        if (keyspace.params.replication.klass != SingleRegionStrategy.class) {
            throw new InvalidRequestException("Expected WITH REPLICATION = {'class': 'SingleRegionStrategy'} or NetworkTopologyStrategy with Regions");
        }
    }

    static void created(TableMetadata table, ObjectNode into) {
        ArrayNode partition = into.putArray("PartitionKeyColumns");
        table.partitionKeyColumns().forEach(column -> describe(column, partition.addObject()));
        ArrayNode clustering = into.putArray("ClusteringKeyColumns");
        table.clusteringColumns().forEach(column ->
            describe(column, clustering.addObject().put("OrderBy", column.clusteringOrder().name()).putObject("Column")));
        ArrayNode regular = into.putArray("RegularColumns");
        table.regularAndStaticColumns().forEach(column -> describe(column, regular.addObject()));
        if (table.params.defaultTimeToLive > 0) {
            into.put("DefaultTimeToLive", table.params.defaultTimeToLive);
        }
        if (table.params.cdc) {
            into.put("cdc", true);
        }
    }

    static void altered(TableMetadata before, TableMetadata after, ObjectNode into) {
        for (ColumnMetadata column : after.regularAndStaticColumns()) {
            if (before.getColumn(column.name) == null) {
                describe(column, into.withArray("RegularColumns").addObject());
            }
        }
        if (after.params.defaultTimeToLive != before.params.defaultTimeToLive) {
            into.put("DefaultTimeToLive", after.params.defaultTimeToLive);
        }
        if (after.params.cdc != before.params.cdc) {
            into.put("cdc", after.params.cdc);
        }
    }

    static void created(UserType type, ObjectNode into) {
        ArrayNode fields = into.putArray("Fields");
        for (int i = 0; i < type.size(); i++) {
            fields.addObject().put("FieldName", type.fieldNameAsString(i)).put("FieldType", text(type.fieldType(i)));
        }
    }

    private static void describe(ColumnMetadata column, ObjectNode into) {
        into.put("ColumnName", column.name.toString()).put("ColumnType", text(column.type) + (column.isStatic() ? " static" : ""));
    }

    private static String text(AbstractType<?> type) {
        String text = type.asCQL3Type().toString();
        if (text.contains("'")) {
            throw new InvalidRequestException("Custom types are not supported: " + text);
        }
        return text;
    }
}
