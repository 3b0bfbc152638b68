package org.apache.cassandra.locator;

import java.util.Map;

/**
 * The strategy of the service's keyspaces, in the package where Cassandra looks for it by its short name: one node has it all.
 * A multi-Region keyspace keeps its Regions as options, for {@link keyspaces.SystemTables} to show.
 * <a href="https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.keyspace.html">CREATE KEYSPACE</a>
 */
public final class SingleRegionStrategy extends SimpleStrategy {
    public SingleRegionStrategy(String keyspace, TokenMetadata tokens, IEndpointSnitch snitch, Map<String, String> regions) {
        super(keyspace, tokens, snitch, Map.of(REPLICATION_FACTOR, "1"));
    }
}
