package keyspaces;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.cql3.BatchQueryOptions;
import org.apache.cassandra.cql3.CQLStatement;
import org.apache.cassandra.cql3.QueryHandler;
import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.statements.BatchStatement;
import org.apache.cassandra.cql3.statements.QualifiedStatement;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.cql3.statements.schema.AlterSchemaStatement;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.service.QueryState;
import org.apache.cassandra.transport.Dispatcher;
import org.apache.cassandra.transport.messages.ResultMessage;
import org.apache.cassandra.utils.MD5Digest;

/**
 * Every statement that comes by the native protocol passes here: nothing else lets a principal do or see something. Cassandra's
 * IAuthorizer decides nothing, because it is not asked about system tables, and knows neither the client's address nor the statement.
 */
public final class Statements implements QueryHandler {
    private static final QueryProcessor CASSANDRA = QueryProcessor.instance;

    @Override
    public CQLStatement parse(String query, QueryState state, QueryOptions options) {
        if (!Principal.is(state.getClientState())) {
            return CASSANDRA.parse(query, state, options);
        }
        Extensions extensions = new Extensions(query);
        CQLStatement statement = parse(extensions.cql, state.getClientState().cloneWithKeyspaceIfSet(options.getKeyspace()));
        return statement instanceof AlterSchemaStatement change && SchemaStatement.supports(change)
            ? new SchemaStatement(change, extensions.properties) : statement;
    }

    @Override
    public ResultMessage process(CQLStatement statement, QueryState state, QueryOptions options,
                                 Map<String, ByteBuffer> payload, Dispatcher.RequestTime time) {
        options.prepare(statement.getBindVariables());
        decide(statement, state.getClientState(), options, i -> options);
        return CASSANDRA.process(statement, state, options, payload, time);
    }

    /** Nothing is decided yet: that is done each time the statement is executed. */
    @Override
    public ResultMessage.Prepared prepare(String query, ClientState client, Map<String, ByteBuffer> payload) {
        if (Principal.is(client)) {
            CQLStatement statement = parse(new Extensions(query).cql, client);
            Unsupported.refusePreparing(statement);
            if (SystemTables.isRedirected(statement)) {
                String keyspace = ((SelectStatement) statement).keyspace();
                Prepared prepared = new Prepared(statement, query, true, keyspace);
                // Not measured: there are few of these.
                prepared.pstmntSize = 0;
                return QueryProcessor.storePreparedStatement(query, keyspace, prepared);
            }
        }
        return CASSANDRA.prepare(query, client, payload);
    }

    @Override
    public Prepared getPrepared(MD5Digest id) {
        return CASSANDRA.getPrepared(id);
    }

    @Override
    public ResultMessage processPrepared(CQLStatement statement, QueryState state, QueryOptions options,
                                         Map<String, ByteBuffer> payload, Dispatcher.RequestTime time) {
        decide(statement, state.getClientState(), options, i -> options);
        return CASSANDRA.processPrepared(statement, state, options, payload, time);
    }

    @Override
    public ResultMessage processBatch(BatchStatement batch, QueryState state, BatchQueryOptions options,
                                      Map<String, ByteBuffer> payload, Dispatcher.RequestTime time) {
        // The batch itself has no values.
        decide(batch, state.getClientState(), QueryOptions.forInternalCalls(options.getConsistency(), List.of()), options::forStatement);
        return CASSANDRA.processBatch(batch, state, options, payload, time);
    }

    /** As Cassandra does it, but for system tables. */
    private static CQLStatement parse(String query, ClientState client) {
        CQLStatement.Raw statement = QueryProcessor.parseStatement(query);
        if (statement instanceof QualifiedStatement qualified) {
            qualified.setKeyspace(client);
        }
        Unsupported.refuse(statement);
        SystemTables.redirect(statement);
        return statement.prepare(client);
    }

    private static void decide(CQLStatement statement, ClientState client, QueryOptions options, IntFunction<QueryOptions> ofStatement) {
        Rowset.CLIENT.set(client);
        if (!Principal.is(client)) {
            return;
        }
        if (statement.getBindVariables().size() != options.getValues().size()) {
            throw new InvalidRequestException("Invalid amount of bind variables");
        }
        List<ObjectNode> requests = Requests.of(statement, options);
        Unsupported.refuse(statement, client, options, ofStatement);
        if (!requests.isEmpty()) {
            ObjectNode question = LocalAws.question("authorize", client);
            question.putArray("statements").addAll(requests);
            LocalAws.ask(question);
        }
    }
}
