package keyspaces;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.cassandra.auth.AuthenticatedUser;
import org.apache.cassandra.auth.IAuthenticator;
import org.apache.cassandra.exceptions.AuthenticationException;

/**
 * One sign-in: SigV4 as AWS's own plug-ins speak it, with a challenge in between, or else PLAIN.
 * <a href="https://github.com/aws/aws-sigv4-auth-cassandra-java-driver-plugin">The plug-in for Java</a>
 */
final class Negotiation implements IAuthenticator.SaslNegotiator {
    static final String SUPERUSER = System.getenv("LOCAL_CASSANDRA_USERNAME");
    private static final byte[] SUPERUSER_PASSWORD = bytes(System.getenv("LOCAL_CASSANDRA_PASSWORD"));
    private static final byte[] SIGV4 = bytes("SigV4\0\0");

    private final String address;
    private String nonce;
    private AuthenticatedUser user;

    Negotiation(String address) {
        this.address = address;
    }

    @Override
    public byte[] evaluateResponse(byte[] response) {
        if (nonce != null) {
            user = signV4(new String(response, StandardCharsets.UTF_8));
        } else if (Arrays.equals(response, SIGV4)) {
            // 32 characters, of a source that cannot be guessed.
            nonce = UUID.randomUUID().toString().replace("-", "");
            return bytes("nonce=" + nonce);
        } else {
            user = plain(new String(response, StandardCharsets.UTF_8));
        }
        return null;
    }

    @Override
    public boolean isComplete() {
        return user != null;
    }

    @Override
    public AuthenticatedUser getAuthenticatedUser() {
        return user;
    }

    private AuthenticatedUser signV4(String response) {
        Map<String, String> fields = new HashMap<>();
        for (String field : response.split(",")) {
            // A session token may contain the sign, too.
            String[] pair = field.split("=", 2);
            fields.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return ask(LocalAws.question("sign-in", address)
            .put("mechanism", "SigV4")
            .put("nonce", nonce)
            .put("signature", fields.get("signature"))
            .put("accessKey", fields.get("access_key"))
            .put("date", fields.get("amzdate"))
            .put("sessionToken", fields.get("session_token")));
    }

    private AuthenticatedUser plain(String response) {
        String[] parts = response.split("\0", -1);
        if (parts.length != 3) {
            throw new AuthenticationException("Expected SASL PLAIN (authorization id, user name and password, with NUL between them) or SigV4");
        }
        if (parts[1].equals(SUPERUSER) && MessageDigest.isEqual(bytes(parts[2]), SUPERUSER_PASSWORD)) {
            return new AuthenticatedUser(SUPERUSER);
        }
        return ask(LocalAws.question("sign-in", address)
            .put("mechanism", "PLAIN")
            .put("username", parts[1])
            .put("password", parts[2]));
    }

    private static Principal ask(ObjectNode question) {
        JsonNode answer = LocalAws.ask(question);
        return new Principal(answer.get("principal").asText(), answer.get("credential").asText());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
