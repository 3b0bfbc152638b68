package org.apache.cassandra.cql3.statements;

/** Lets a parsed SELECT read another keyspace, which only this package may do. */
public final class Redirection {
    private Redirection() {
    }

    public static void redirect(SelectStatement.RawStatement select, String keyspace) {
        select.qualifiedName.setKeyspace(keyspace, true);
    }
}
