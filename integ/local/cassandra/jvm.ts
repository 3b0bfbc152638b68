import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const HEAP = '512m';
// What Cassandra reaches into: its own list for Java 17, conf/jvm17-server.options.
const EXPORTS = [
  'java.base/java.lang.ref', 'java.base/jdk.internal.misc', 'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry', 'java.rmi/sun.rmi.server', 'java.sql/java.sql', 'jdk.attach/sun.tools.attach',
  'jdk.compiler/com.sun.tools.javac.file', 'jdk.unsupported/sun.misc',
];
const OPENS = [
  'java.base/java.io', 'java.base/java.lang', 'java.base/java.lang.module', 'java.base/java.lang.reflect', 'java.base/java.util',
  'java.base/jdk.internal.loader', 'java.base/jdk.internal.math', 'java.base/jdk.internal.module', 'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect', 'java.base/jdk.internal.util.jar', 'java.base/sun.nio.ch', 'jdk.compiler/com.sun.tools.javac',
  'jdk.management/com.sun.management.internal',
];

export interface JvmOptions {
  readonly javaVersion: number;
  /** The folder of Cassandra's jars. */
  readonly jars: string;
  /** Further folders of classes and configuration. */
  readonly classPath: string[];
  /** The folder of cassandra.yaml. */
  readonly conf: string;
  /** Where it may write. */
  readonly directory: string;
}

/** The arguments that Java starts a single node with; it is ready as soon as it can be. */
export function jvmArguments({ javaVersion, jars, classPath, conf, directory }: JvmOptions): string[] {
  const agent = readdirSync(jars).find((jar) => /^jamm-.*\.jar$/.test(jar))!;
  return [
    `-Xms${HEAP}`, `-Xmx${HEAP}`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss512k',
    // Java 18 to 23 install a security manager only when told that they may: https://openjdk.org/jeps/411
    ...(javaVersion > 17 ? ['-Djava.security.manager=allow'] : []),
    '-Djdk.attach.allowAttachSelf=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
    ...EXPORTS.flatMap((name) => ['--add-exports', `${name}=ALL-UNNAMED`]),
    ...OPENS.flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
    `-javaagent:${join(jars, agent)}`,
    `-Dcassandra.config=file://${join(conf, 'cassandra.yaml')}`,
    `-Dcassandra.storagedir=${directory}`,
    `-Djava.io.tmpdir=${directory}`,
    // Its output stays open.
    '-Dcassandra-foreground=yes',
    // Nothing is kept, so a change of the schema need not reach the disk before it is answered.
    '-Dcassandra.unsafesystem=true',
    '-Dcassandra.test.flush_local_schema_changes=false',
    // No other node to wait for.
    '-Dcassandra.ring_delay_ms=0',
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    '-Dcassandra.custom_query_handler_class=keyspaces.Statements',
    '-cp', [conf, ...classPath, join(jars, '*')].join(delimiter),
    'keyspaces.LocalCassandra',
  ];
}
