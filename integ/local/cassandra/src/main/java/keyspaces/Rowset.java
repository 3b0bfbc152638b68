package keyspaces;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.net.InetAddresses;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.UntypedResultSet;
import org.apache.cassandra.db.virtual.SimpleDataSet;
import org.apache.cassandra.schema.ColumnMetadata;
import org.apache.cassandra.schema.Schema;
import org.apache.cassandra.schema.TableMetadata;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.utils.FBUtilities;

/** What a table of {@link SystemTables} shows to the client whose statement this thread executes. */
final class Rowset {
    /** A virtual table is not told who reads it, but it is read in the thread of the statement. */
    static final ThreadLocal<ClientState> CLIENT = new ThreadLocal<>();
    private static final String SINGLE_REGION = "org.apache.cassandra.locator.SingleRegionStrategy";

    final SimpleDataSet data;
    private final TableMetadata table;

    Rowset(TableMetadata table) {
        this.table = table;
        data = new SimpleDataSet(table);
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html: the nodes that the client may know of. */
    void addPeers() {
        for (JsonNode peer : ask("peers", "peers")) {
            InetAddress address = InetAddresses.forString(peer.get("address").asText());
            int port = DatabaseDescriptor.getNativeTransportPort();
            Set<String> tokens = new TreeSet<>();
            peer.path("tokens").forEach(token -> tokens.add(token.asText()));
            Map<String, Object> values = new HashMap<>();
            values.put("peer", address);
            values.put("peer_port", port);
            values.put("data_center", DatabaseDescriptor.getLocalDataCenter());
            values.put("host_id", UUID.fromString(peer.get("hostId").asText()));
            values.put("preferred_ip", address);
            values.put("preferred_port", port);
            values.put("rack", peer.get("zone").asText());
            values.put("release_version", FBUtilities.getReleaseVersionString());
            values.put("rpc_address", address);
            values.put("native_address", address);
            values.put("native_port", port);
            values.put("schema_version", Schema.instance.getVersion());
            values.put("tokens", tokens);
            add(values);
        }
    }

    /**
     * The replication as the service words it.
     * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/getting-started.keyspaces.html">An example</a>
     */
    void addKeyspaces() {
        for (UntypedResultSet.Row row : QueryProcessor.executeInternal("SELECT * FROM system_schema.keyspaces")) {
            Map<String, Object> values = values(row);
            Map<String, String> replication = new LinkedHashMap<>(row.getFrozenTextMap("replication"));
            if (replication.remove("class", SINGLE_REGION)) {
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

    void addTables() {
        for (JsonNode known : ask("catalog", "tables")) {
            Map<String, Object> values = new HashMap<>();
            QueryProcessor.executeInternal("SELECT * FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
                known.get("keyspace_name").asText(), known.get("table_name").asText()).forEach(row -> values.putAll(values(row)));
            Map<String, Map<String, String>> properties = new LinkedHashMap<>();
            known.path("custom_properties").fields().forEachRemaining(property -> properties.put(property.getKey(), texts(property.getValue())));
            values.put("keyspace_name", known.get("keyspace_name").asText());
            values.put("table_name", known.get("table_name").asText());
            values.put("status", known.get("status").asText());
            values.put("custom_properties", properties);
            add(values);
        }
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/Tagging.Operations.html */
    void addTags() {
        for (JsonNode resource : ask("catalog", "tags")) {
            Map<String, Object> values = new HashMap<>(texts(resource));
            values.put("tags", texts(resource.get("tags")));
            add(values);
        }
    }

    private static JsonNode ask(String question, String list) {
        // Only principals have something there.
        return Principal.is(CLIENT.get()) ? LocalAws.ask(LocalAws.question(question, CLIENT.get())).get(list) : MissingNode.getInstance();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
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

    /** Adds a row of those values that the table has a column for. */
    private void add(Map<String, Object> values) {
        data.row(StreamSupport.stream(table.primaryKeyColumns().spliterator(), false).map(key -> values.get(key.name.toString())).toArray());
        table.regularColumns().forEach(column -> data.column(column.name.toString(), values.get(column.name.toString())));
    }
}
