package keyspaces;

import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.db.WriteType;
import org.apache.cassandra.exceptions.AlreadyExistsException;
import org.apache.cassandra.exceptions.AuthenticationException;
import org.apache.cassandra.exceptions.ConfigurationException;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.exceptions.OverloadedException;
import org.apache.cassandra.exceptions.ReadTimeoutException;
import org.apache.cassandra.exceptions.SyntaxException;
import org.apache.cassandra.exceptions.UnauthorizedException;
import org.apache.cassandra.exceptions.WriteTimeoutException;
import org.apache.cassandra.transport.ServerError;

/** The errors of the CQL protocol, by the names that answers of the local AWS have for them. */
enum Refusal {
    ALREADY_EXISTS((message, question) -> question.has("name")
        ? new AlreadyExistsException(question.path("keyspace").asText(), question.path("name").asText())
        : new AlreadyExistsException(question.path("keyspace").asText())),
    BAD_CREDENTIALS((message, question) -> new AuthenticationException(message)),
    CONFIG((message, question) -> new ConfigurationException(message)),
    INVALID((message, question) -> new InvalidRequestException(message)),
    OVERLOADED((message, question) -> new OverloadedException(message)),
    READ_TIMEOUT((message, question) -> new ReadTimeoutException(ConsistencyLevel.LOCAL_QUORUM, 0, 2, false)),
    SERVER_ERROR((message, question) -> new ServerError(message)),
    SYNTAX((message, question) -> new SyntaxException(message)),
    UNAUTHORIZED((message, question) -> new UnauthorizedException(message)),
    WRITE_TIMEOUT((message, question) -> new WriteTimeoutException(WriteType.SIMPLE, ConsistencyLevel.LOCAL_QUORUM, 0, 2, message));

    private final BiFunction<String, JsonNode, RuntimeException> make;

    Refusal(BiFunction<String, JsonNode, RuntimeException> make) {
        this.make = make;
    }

    RuntimeException exception(String message, JsonNode question) {
        return make.apply(message, question);
    }
}
