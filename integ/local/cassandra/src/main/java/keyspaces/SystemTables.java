package keyspaces;

import java.util.List;
import java.util.Map;

import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.statements.Redirection;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.db.marshal.AbstractType;
import org.apache.cassandra.db.marshal.Int32Type;
import org.apache.cassandra.db.marshal.ListType;
import org.apache.cassandra.db.marshal.MapType;
import org.apache.cassandra.db.marshal.TimestampType;
import org.apache.cassandra.db.marshal.UTF8Type;
import org.apache.cassandra.db.virtual.AbstractVirtualTable.SimpleTable;
import org.apache.cassandra.db.virtual.VirtualKeyspace;
import org.apache.cassandra.db.virtual.VirtualKeyspaceRegistry;
import org.apache.cassandra.db.virtual.VirtualTable;
import org.apache.cassandra.dht.LocalPartitioner;
import org.apache.cassandra.schema.ColumnMetadata;
import org.apache.cassandra.schema.Schema;
import org.apache.cassandra.schema.TableMetadata;

/**
 * System tables as the service has them: virtual ones, which a principal's SELECT is sent to in place of Cassandra's own.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html">System keyspaces</a>
 */
final class SystemTables {
    /** Before the name of the keyspace that they stand for. */
    private static final String PREFIX = "amazon_keyspaces_";
    private static final Map<String, List<String>> REPLACED = Map.of("system", List.of("local", "peers", "peers_v2"), "system_schema", List.of("keyspaces"));
    private static final String MCS = "system_schema_mcs";
    private static final String MULTI_REGION = "system_multiregion_info";
    private static final AbstractType<?> TEXT = UTF8Type.instance;
    private static final AbstractType<?> MAP = MapType.getInstance(TEXT, TEXT, false);
    private static final AbstractType<?> LIST = ListType.getInstance(TEXT, false);

    /** Fills a table for whoever reads it. */
    interface Rows {
        void addTo(Rowset table);
    }

    private SystemTables() {
    }

    /** To be called when Cassandra's own tables are there, and before the first client is. */
    static void register() {
        REPLACED.forEach((keyspace, names) -> register(PREFIX + keyspace, names.stream().map(name ->
            table(like(keyspace, name, PREFIX + keyspace), rowsOf(name))).toList()));
        register(MCS, List.of(
            table(like("system_schema", "keyspaces", MCS), Rowset::addKeyspaces),
            table(like("system_schema", "columns", MCS), Rowset::addAll),
            table(like("system_schema", "types", MCS)
                .addRegularColumn("status", TEXT)
                .addRegularColumn("max_nesting_depth", Int32Type.instance)
                .addRegularColumn("last_modified_timestamp", TimestampType.instance)
                .addRegularColumn("direct_referring_tables", LIST)
                .addRegularColumn("direct_parent_types", LIST), Rowset::addCatalog),
            table(like("system_schema", "tables", MCS)
                .addRegularColumn("status", TEXT)
                .addRegularColumn("latest_stream_arn", TEXT)
                .addRegularColumn("custom_properties", MapType.getInstance(TEXT, MAP, false)), Rowset::addCatalog),
            table(virtual(MCS, "tags", TEXT)
                .addPartitionKeyColumn("resource_id", TEXT)
                .addRegularColumn("keyspace_name", TEXT)
                .addRegularColumn("resource_name", TEXT)
                .addRegularColumn("resource_type", TEXT)
                .addRegularColumn("tags", MAP), Rowset::addCatalog)));
        register(MULTI_REGION, List.of(replicas("keyspaces"), replicas("tables", "table_name"), replicas("types", "type_name")));
    }

    private static Rows rowsOf(String replaced) {
        return switch (replaced) {
            case "keyspaces" -> Rowset::addKeyspaces;
            case "local" -> Rowset::addLocal;
            default -> Rowset::addPeers;
        };
    }

    private static VirtualTable replicas(String kind, String... names) {
        TableMetadata.Builder builder = virtual(MULTI_REGION, kind, TEXT).addPartitionKeyColumn("keyspace_name", TEXT);
        List.of(names).forEach(name -> builder.addClusteringColumn(name, TEXT));
        return table(builder.addClusteringColumn("region", TEXT).addRegularColumn("status", TEXT), Rowset::addReplicas);
    }

    static void redirect(CQLStatement.Raw statement) {
        if (statement instanceof SelectStatement.RawStatement select
            && REPLACED.getOrDefault(select.keyspace(), List.of()).contains(select.name())) {
            Redirection.redirect(select, PREFIX + select.keyspace());
        }
    }

    static boolean isRedirected(CQLStatement statement) {
        return statement instanceof SelectStatement select && select.keyspace().startsWith(PREFIX);
    }

    /** The keyspace that a statement asked for. */
    static String asked(String keyspace) {
        return keyspace.startsWith(PREFIX) ? keyspace.substring(PREFIX.length()) : keyspace;
    }

    private static void register(String keyspace, List<VirtualTable> tables) {
        VirtualKeyspaceRegistry.instance.register(new VirtualKeyspace(keyspace, tables));
    }

    private static VirtualTable table(TableMetadata.Builder builder, Rows rows) {
        TableMetadata metadata = builder.build();
        return new SimpleTable(metadata, () -> {
            Rowset table = new Rowset(metadata);
            rows.addTo(table);
            return table.data;
        });
    }

    /** The columns of one of Cassandra's own tables. */
    private static TableMetadata.Builder like(String keyspace, String name, String inKeyspace) {
        TableMetadata own = Schema.instance.getTableMetadata(keyspace, name);
        TableMetadata.Builder builder = virtual(inKeyspace, name, own.partitionKeyType);
        own.columns().forEach(column -> builder.addColumn(
            new ColumnMetadata(inKeyspace, name, column.name, column.type.freeze(), column.position(), column.kind, null)));
        return builder;
    }

    private static TableMetadata.Builder virtual(String keyspace, String name, AbstractType<?> partitionKey) {
        return TableMetadata.builder(keyspace, name).kind(TableMetadata.Kind.VIRTUAL).partitioner(new LocalPartitioner(partitionKey));
    }
}
