package keyspaces;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

import org.apache.cassandra.auth.AuthenticatedUser;
import org.apache.cassandra.auth.IAuthenticator;
import org.apache.cassandra.auth.IResource;
import org.apache.cassandra.exceptions.AuthenticationException;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.transport.messages.AuthenticateMessage;

/** Sign-in by SigV4 or by a service-specific credential. */
public final class SignIn implements IAuthenticator {
    @Override
    public boolean requireAuthentication() {
        return true;
    }

    /** The name that the service gives: gocql, for one, answers only to authenticators that it knows. */
    @Override
    public AuthenticateMessage getAuthenticateMessage(ClientState client) {
        return new AuthenticateMessage("com.amazon.helenus.auth.HelenusAuthenticator");
    }

    @Override
    public SaslNegotiator newSaslNegotiator(InetAddress client) {
        return new Negotiation(client.getHostAddress());
    }

    @Override
    public AuthenticatedUser legacyAuthenticate(Map<String, String> credentials) {
        throw new AuthenticationException("Version 1 of the protocol is not supported");
    }

    @Override
    public Set<? extends IResource> protectedResources() {
        return Set.of();
    }

    @Override
    public void validateConfiguration() {
    }

    /** Cassandra calls this when its own tables are there, and before it listens. */
    @Override
    public void setup() {
        SystemTables.register();
    }
}
