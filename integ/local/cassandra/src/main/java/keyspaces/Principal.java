package keyspaces;

import org.apache.cassandra.auth.AuthenticatedUser;
import org.apache.cassandra.service.ClientState;

/** Whoever signed in as an IAM principal; its name is its ARN. */
final class Principal extends AuthenticatedUser {
    /** The access key, or the id of the service-specific credential: what it may do is looked up by this, each time. */
    final String credential;

    Principal(String arn, String credential) {
        super(arn);
        this.credential = credential;
    }

    /** The others are the superuser, by whom the local AWS acts, and Cassandra itself. */
    static boolean is(ClientState client) {
        return client.getUser() instanceof Principal;
    }
}
