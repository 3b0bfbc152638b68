package keyspaces;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.exceptions.SyntaxException;

/**
 * What the service adds to Cassandra's grammar of tables and keyspaces, taken out of a statement's text: maps in maps, and tags.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html">Tables</a>,
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.keyspace.html">keyspaces</a>
 */
final class Extensions {
    private static final Map<String, String> PROPERTIES = Map.of(
        "AUTOSCALING_SETTINGS", "autoscalingSettings",
        "CLIENT_SIDE_TIMESTAMPS", "clientSideTimestamps",
        "CUSTOM_PROPERTIES", "customProperties",
        "REPLICATION", "replication",
        "TAGS", "tags");
    private static final String COMMENT = "(?:--|//)[^\n]*|/\\*(?s:.*?)\\*/";
    private static final String GAP = "(?:\\s++|" + COMMENT + ")";
    private static final Pattern STATEMENT = Pattern.compile(GAP + "*(CREATE|ALTER)" + GAP + "+(KEYSPACE|TABLE|COLUMNFAMILY)\\b.*",
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** The first alternatives are what must not be looked into: strings, quoted names and comments. */
    private static final Pattern OPTION = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|" + COMMENT
        + "|\\b(?<keyword>WITH|AND)\\s+(?<name>" + String.join("|", PROPERTIES.keySet()) + ")\\s*=\\s*"
        + "|\\b(?<verb>ADD|DROP)\\s+TAGS\\s*(?=\\{)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("\\s*AND\\b", Pattern.CASE_INSENSITIVE);

    /** What is left for Cassandra's parser. */
    final String cql;
    final ObjectNode properties = LocalAws.JSON.createObjectNode();

    Extensions(String statement) {
        Matcher kind = STATEMENT.matcher(statement);
        cql = kind.matches() ? takeOut(statement, kind) : statement;
    }

    private String takeOut(String statement, Matcher kind) {
        boolean alter = kind.group(1).equalsIgnoreCase("ALTER");
        boolean keyspace = kind.group(2).equalsIgnoreCase("KEYSPACE");
        // Cassandra takes no ALTER that alters nothing.
        String nothing = !alter ? " " : keyspace ? " WITH durable_writes = true" : " WITH comment = ''";
        String text = statement;
        Matcher option = OPTION.matcher(text);
        for (int from = 0; option.find(from);) {
            from = option.end();
            if (option.group("name") == null && option.group("verb") == null) {
                continue;
            }
            String name = option.group("verb") == null ? PROPERTIES.get(option.group("name").toUpperCase(Locale.ROOT))
                : option.group("verb").equalsIgnoreCase("ADD") ? "tags" : "dropTags";
            String rest = text.substring(readValue(name, text, option.end()));
            String keyword = option.group("keyword");
            Matcher and = AND.matcher(rest);
            String head = text.substring(0, option.start());
            if (name.equals("replication")) {
                head += keyword + " replication = {'class': 'SingleRegionStrategy'}";
                from = head.length();
            } else if (keyword != null && and.lookingAt()) {
                from = head.length();
                head += keyword;
                rest = rest.substring(and.end());
            } else {
                from = head.length();
                head += "AND".equalsIgnoreCase(keyword) ? " " : nothing;
            }
            text = head + rest;
            option = OPTION.matcher(text);
        }
        return text;
    }

    /** Hands back where the value ends. */
    private int readValue(String name, String text, int start) {
        try (JsonParser parser = LocalAws.JSON.createParser(text.substring(start)).enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)) {
            JsonNode value = parser.readValueAsTree();
            if (!value.isObject() || properties.has(name)) {
                throw new SyntaxException("Expected one map of " + name + ", not " + text.substring(start));
            }
            properties.set(name, value);
            return start + (int) parser.getCurrentLocation().getCharOffset();
        } catch (IOException e) {
            throw new SyntaxException("Expected a map of " + name + ": " + e.getMessage());
        }
    }
}
