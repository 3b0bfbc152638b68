package keyspaces;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.UntypedResultSet;
import org.apache.cassandra.db.marshal.UserType;
import org.apache.cassandra.db.virtual.SimpleDataSet;
import org.apache.cassandra.locator.SingleRegionStrategy;
import org.apache.cassandra.schema.ColumnMetadata;
import org.apache.cassandra.schema.KeyspaceMetadata;
import org.apache.cassandra.schema.Schema;
import org.apache.cassandra.schema.TableMetadata;
import org.apache.cassandra.service.ClientState;

/** What a table of {@link SystemTables} shows to the client whose statement this thread executes. */
final class Rowset {
    /** A virtual table is not told who reads it, but it is read in the thread of the statement. */
    static final ThreadLocal<ClientState> CLIENT = new ThreadLocal<>();

    /**
     * What the service says it is.
     * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.drivers.html">Drivers</a>
     */
    private static final String RELEASE = "3.11.2";
    private static final Map<String, Object> SERVICE = Map.of(
        "cluster_name", "Amazon Keyspaces", "release_version", RELEASE, "cql_version", "3.4.4", "native_protocol_version", "4");

    final SimpleDataSet data;
    private final TableMetadata table;

    Rowset(TableMetadata table) {
        this.table = table;
        data = new SimpleDataSet(table);
    }

    void addLocal() {
        QueryProcessor.executeInternal("SELECT * FROM system.local").forEach(row -> {
            Map<String, Object> values = values(row);
            values.putAll(SERVICE);
            add(values);
        });
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html: the nodes that the client may know of. */
    void addPeers() {
        String port = Integer.toString(DatabaseDescriptor.getNativeTransportPort());
        for (JsonNode peer : ask("peers", "peers")) {
            String address = peer.get("address").asText();
            ObjectNode row = LocalAws.JSON.createObjectNode()
                .put("data_center", DatabaseDescriptor.getLocalDataCenter())
                .put("host_id", peer.get("hostId").asText())
                .put("rack", peer.get("zone").asText())
                .put("release_version", RELEASE)
                .put("schema_version", Schema.instance.getVersion().toString());
            Stream.of("peer", "preferred_ip", "rpc_address", "native_address").forEach(column -> row.put(column, address));
            Stream.of("peer_port", "preferred_port", "native_port").forEach(column -> row.put(column, port));
            row.set("tokens", peer.path("tokens"));
            add(values(row));
        }
    }

    /**
     * The replication as the service words it.
     * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/getting-started.keyspaces.html">An example</a>
     */
    void addKeyspaces() {
        for (UntypedResultSet.Row row : QueryProcessor.executeInternal("SELECT * FROM system_schema.keyspaces")) {
            if (Unsupported.HIDDEN.contains(row.getString("keyspace_name"))) {
                continue;
            }
            Map<String, Object> values = values(row);
            Map<String, String> replication = new LinkedHashMap<>(row.getFrozenTextMap("replication"));
            if (replication.remove("class", SingleRegionStrategy.class.getName())) {
                boolean single = replication.isEmpty();
                replication.put("class", "org.apache.cassandra.locator." + (single ? "SimpleStrategy" : "NetworkTopologyStrategy"));
                if (single) {
                    replication.put("replication_factor", "3");
                }
                values.put("replication", replication);
            }
            add(values);
        }
    }

    /** The rows of Cassandra's own table. */
    void addAll() {
        QueryProcessor.executeInternal("SELECT * FROM system_schema." + table.name).forEach(row -> add(values(row)));
    }

    /** What is in several Regions, once for each: it is only told, so that it is ACTIVE at once. */
    void addReplicas() {
        for (KeyspaceMetadata keyspace : Schema.instance.distributedKeyspaces()) {
            Set<String> regions = keyspace.params.replication.klass == SingleRegionStrategy.class ? keyspace.params.replication.options.keySet() : Set.of();
            Stream<String> names = switch (table.name) {
                case "tables" -> keyspace.tables.stream().map(one -> one.name);
                case "types" -> keyspace.types.stream().map(UserType::getNameAsString);
                default -> Stream.of(keyspace.name);
            };
            names.forEach(name -> regions.forEach(region -> add(Map.of(
                "keyspace_name", keyspace.name, "table_name", name, "type_name", name, "region", region, "status", "ACTIVE"))));
        }
    }

    /** What the local AWS knows, with what Cassandra has about the same. */
    void addCatalog() {
        TableMetadata own = Schema.instance.getTableMetadata("system_schema", table.name);
        for (JsonNode known : ask("catalog", table.name)) {
            Map<String, Object> values = new HashMap<>();
            if (own != null) {
                List<String> keys = names(table.primaryKeyColumns());
                String where = keys.stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
                QueryProcessor.executeInternal("SELECT * FROM " + own + " WHERE " + where, keys.stream().map(key -> known.get(key).asText()).toArray())
                    .forEach(row -> values.putAll(values(row)));
            }
            values.putAll(values(known));
            add(values);
        }
    }

    private static JsonNode ask(String question, String list) {
        // Only principals have something there.
        return Principal.is(CLIENT.get()) ? LocalAws.ask(LocalAws.question(question, CLIENT.get())).get(list) : MissingNode.getInstance();
    }

    private Map<String, Object> values(UntypedResultSet.Row row) {
        Map<String, Object> values = new HashMap<>();
        for (ColumnMetadata column : table.columns()) {
            String name = column.name.toString();
            if (row.has(name)) {
                values.put(name, column.type.compose(row.getBytes(name)));
            }
        }
        return values;
    }

    private Map<String, Object> values(JsonNode row) {
        Map<String, Object> values = new HashMap<>();
        for (ColumnMetadata column : table.columns()) {
            JsonNode value = row.path(column.name.toString());
            if (!value.isMissingNode() && !value.isNull()) {
                Object json = LocalAws.JSON.convertValue(value, Object.class);
                values.put(column.name.toString(), column.type.compose(column.type.fromJSONObject(json).bindAndGet(QueryOptions.DEFAULT)));
            }
        }
        return values;
    }

    /** Adds a row of those values that the table has a column for. */
    private void add(Map<String, Object> values) {
        data.row(names(table.primaryKeyColumns()).stream().map(values::get).toArray());
        names(table.regularColumns()).forEach(name -> data.column(name, values.get(name)));
    }

    private static List<String> names(Iterable<ColumnMetadata> columns) {
        return StreamSupport.stream(columns.spliterator(), false).map(column -> column.name.toString()).toList();
    }
}
