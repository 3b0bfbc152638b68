package keyspaces;

import java.io.IOException;

import org.apache.cassandra.service.CassandraDaemon;

/** Apache Cassandra that ends with whoever started it: as soon as its standard input ends, however that came about. */
public final class LocalCassandra {
    private LocalCassandra() {
    }

    public static void main(String[] args) {
        Thread watch = new Thread(LocalCassandra::haltAtEndOfInput, "end-of-input");
        watch.setDaemon(true);
        watch.start();
        CassandraDaemon.main(args);
    }

    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() != -1) {
                // Nothing is ever written here: only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        // The data is thrown away, so there is nothing to flush.
        Runtime.getRuntime().halt(1);
    }
}
