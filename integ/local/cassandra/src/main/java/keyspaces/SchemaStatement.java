package keyspaces;

import java.util.EnumSet;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.audit.AuditLogContext;
import org.apache.cassandra.audit.AuditLogEntryType;
import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.statements.schema.AlterSchemaStatement;
import org.apache.cassandra.db.virtual.VirtualKeyspaceRegistry;
import org.apache.cassandra.exceptions.RequestValidationException;
import org.apache.cassandra.exceptions.UnauthorizedException;
import org.apache.cassandra.schema.KeyspaceMetadata;
import org.apache.cassandra.schema.Keyspaces;
import org.apache.cassandra.schema.Schema;
import org.apache.cassandra.schema.SchemaConstants;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.service.QueryState;
import org.apache.cassandra.transport.Dispatcher;
import org.apache.cassandra.transport.Event.SchemaChange;
import org.apache.cassandra.transport.messages.ResultMessage;
import org.apache.cassandra.utils.ByteBufferUtil;

/** A principal's change of the schema: the local AWS decides, checks, executes and records it, as it does for CloudFormation. */
final class SchemaStatement implements CQLStatement {
    private static final Set<AuditLogEntryType> SUPPORTED = EnumSet.of(
        AuditLogEntryType.CREATE_KEYSPACE, AuditLogEntryType.ALTER_KEYSPACE, AuditLogEntryType.DROP_KEYSPACE,
        AuditLogEntryType.CREATE_TABLE, AuditLogEntryType.ALTER_TABLE, AuditLogEntryType.DROP_TABLE,
        AuditLogEntryType.CREATE_TYPE, AuditLogEntryType.DROP_TYPE);

    private final AlterSchemaStatement statement;
    private final ObjectNode properties;
    private final AuditLogContext context;
    private final String verb;
    private final SchemaChange.Target target;

    SchemaStatement(AlterSchemaStatement statement, ObjectNode properties) {
        this.statement = statement;
        this.properties = properties;
        context = statement.getAuditLogContext();
        String[] words = context.auditLogEntryType.name().split("_");
        verb = words[0];
        target = SchemaChange.Target.valueOf(words[1]);
    }

    static boolean supports(CQLStatement statement) {
        return SUPPORTED.contains(statement.getAuditLogContext().auditLogEntryType);
    }

    @Override
    public ResultMessage execute(QueryState state, QueryOptions options, Dispatcher.RequestTime time) {
        ClientState client = state.getClientState();
        ObjectNode question = LocalAws.question("schema", client)
            .put("operation", context.auditLogEntryType.name())
            .put("keyspace", context.keyspace);
        if (target != SchemaChange.Target.KEYSPACE) {
            question.put("name", context.scope);
        }
        question.set("properties", properties);
        boolean changes;
        try {
            changes = describe(client);
        } catch (RequestValidationException e) {
            // Who may not do it is not told why it cannot be done.
            LocalAws.ask(question.put("dryRun", true));
            throw e;
        }
        LocalAws.ask(question.put("dryRun", !changes));
        return changes ? new ResultMessage.SchemaChange(event()) : new ResultMessage.Void();
    }

    /** Lets Cassandra do it, without keeping it, and hands back whether that changes something: IF NOT EXISTS may not. */
    private boolean describe(ClientState client) {
        if (SchemaConstants.isSystemKeyspace(context.keyspace) || VirtualKeyspaceRegistry.instance.getKeyspaceNullable(context.keyspace) != null) {
            throw new UnauthorizedException("The keyspace " + context.keyspace + " is read-only");
        }
        SchemaProperties.refuse(statement);
        statement.validate(client);
        Keyspaces before = Schema.instance.distributedKeyspaces();
        Keyspaces after = statement.apply(before);
        KeyspaceMetadata keyspace = after.getNullable(context.keyspace);
        boolean changes = !Keyspaces.diff(before, after).isEmpty();
        if (verb.equals("ALTER")) {
            // What only the service knows may change, too.
            changes = keyspace != null && (target == SchemaChange.Target.KEYSPACE || keyspace.getTableNullable(context.scope) != null);
        }
        if (changes && !verb.equals("DROP")) {
            SchemaProperties.refuse(keyspace);
            if (target == SchemaChange.Target.TYPE) {
                SchemaProperties.created(keyspace.types.getNullable(ByteBufferUtil.bytes(context.scope)), properties);
            } else if (target == SchemaChange.Target.TABLE && verb.equals("ALTER")) {
                SchemaProperties.altered(before.get(context.keyspace).get().getTableNullable(context.scope),
                    keyspace.getTableNullable(context.scope), properties);
            } else if (target == SchemaChange.Target.TABLE) {
                SchemaProperties.created(keyspace.getTableNullable(context.scope), properties);
            }
        }
        return changes;
    }

    private SchemaChange event() {
        SchemaChange.Change change = switch (verb) {
            case "CREATE" -> SchemaChange.Change.CREATED;
            case "ALTER" -> SchemaChange.Change.UPDATED;
            default -> SchemaChange.Change.DROPPED;
        };
        return new SchemaChange(change, target, context.keyspace, target == SchemaChange.Target.KEYSPACE ? null : context.scope);
    }

    @Override
    public ResultMessage executeLocally(QueryState state, QueryOptions options) {
        throw new UnsupportedOperationException("Cassandra itself makes no such statement");
    }

    @Override
    public void authorize(ClientState client) {
        // The local AWS does.
    }

    @Override
    public void validate(ClientState client) {
        // Done where it is executed.
    }

    @Override
    public AuditLogContext getAuditLogContext() {
        return context;
    }
}
