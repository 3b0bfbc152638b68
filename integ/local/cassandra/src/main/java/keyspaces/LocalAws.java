package keyspaces;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.transport.ServerError;

/** A connection to the local AWS, which decides everything: a question is one JSON object a line, and so is its answer. */
final class LocalAws {
    static final ObjectMapper JSON = new ObjectMapper();
    /** Relative to the working directory, because the path of a socket may not exceed 107 bytes. */
    private static final String SOCKET = System.getenv("LOCAL_KEYSPACES_SOCKET");
    private static final Deque<LocalAws> IDLE = new ConcurrentLinkedDeque<>();

    private final SocketChannel channel;
    private final BufferedReader answers;

    private LocalAws() throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET));
        answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    static ObjectNode question(String ask, String address) {
        return JSON.createObjectNode().put("ask", ask).put("address", address);
    }

    /** A question of somebody who has signed in. */
    static ObjectNode question(String ask, ClientState client) {
        InetSocketAddress remote = client.getRemoteAddress();
        String address = remote.getAddress().getHostAddress();
        return question(ask, address)
            .put("credential", ((Principal) client.getUser()).credential)
            .put("connection", address + ":" + remote.getPort());
    }

    /** The answer; a refusal is thrown as what the client is to be told. */
    static JsonNode ask(ObjectNode question) {
        JsonNode answer;
        try {
            LocalAws idle = IDLE.poll();
            LocalAws aws = idle == null ? new LocalAws() : idle;
            answer = aws.exchange(question);
            IDLE.push(aws);
        } catch (IOException e) {
            throw new ServerError("The local AWS, which decides this, does not answer: " + e.getMessage());
        }
        if (answer.has("refused")) {
            throw Refusal.valueOf(answer.path("error").asText()).exception(answer.get("refused").asText(), question);
        }
        return answer;
    }

    private JsonNode exchange(ObjectNode question) throws IOException {
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(question) + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("end of the connection");
            }
            return JSON.readTree(answer);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
