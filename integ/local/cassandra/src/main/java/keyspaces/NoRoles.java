package keyspaces;

import java.util.Map;
import java.util.Set;

import org.apache.cassandra.auth.CassandraRoleManager;
import org.apache.cassandra.auth.Role;
import org.apache.cassandra.auth.RoleResource;

/**
 * Principals are IAM's, none is stored: whoever has signed in may log in, and none but the superuser is one. What makes and
 * changes roles is not reached: {@link Requests} refuses it.
 */
public final class NoRoles extends CassandraRoleManager {
    @Override
    public Set<Role> getRoleDetails(RoleResource grantee) {
        String name = grantee.getRoleName();
        return Set.of(new Role(name, name.equals(Negotiation.SUPERUSER), true, Map.of(), Set.of()));
    }

    /** Makes no default role. */
    @Override
    public void setup() {
    }
}
