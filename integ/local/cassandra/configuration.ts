import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { REGION } from '../environment';

export interface CassandraConfiguration {
  /** Where everything of the node is written. */
  readonly directory: string;
  readonly port: number;
  /** Where other nodes would talk to it: none does, but it cannot be switched off. */
  readonly storagePort: number;
  readonly keystore: string;
  readonly keystorePassword: string;
}

/**
 * Writes the configuration of a single node and returns its folder, for the class path.
 *
 * @see https://cassandra.apache.org/doc/5.0/cassandra/managing/configuration/cass_yaml_file.html
 */
export function writeConfiguration(options: CassandraConfiguration): string {
  const { directory } = options;
  const conf = join(directory, 'conf');
  mkdirSync(conf, { recursive: true });
  writeFileSync(join(conf, 'cassandra.yaml'), stringify({
    cluster_name: 'Amazon Keyspaces',
    num_tokens: 1,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    data_file_directories: [join(directory, 'data')],
    commitlog_directory: join(directory, 'commitlog'),
    hints_directory: join(directory, 'hints'),
    saved_caches_directory: join(directory, 'saved_caches'),
    cdc_raw_directory: join(directory, 'cdc_raw'),
    commitlog_sync: 'periodic',
    commitlog_sync_period: '10s',
    // Of a table that is dropped.
    auto_snapshot: false,
    listen_address: '127.0.0.1',
    rpc_address: '127.0.0.1',
    storage_port: options.storagePort,
    native_transport_port: options.port,
    endpoint_snitch: 'GossipingPropertyFileSnitch',
    seed_provider: [{
      class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
      parameters: [{ seeds: `127.0.0.1:${options.storagePort}` }],
    }],
    authenticator: 'keyspaces.SignIn',
    role_manager: 'keyspaces.NoRoles',
    // keyspaces.Statements decides, for every statement.
    authorizer: 'AllowAllAuthorizer',
    client_encryption_options: {
      enabled: true,
      optional: false,
      keystore: options.keystore,
      keystore_password: options.keystorePassword,
      store_type: 'PKCS12',
      require_client_auth: false,
    },
  }), { mode: 0o600 });
  // A driver's local data centre is the Region: https://docs.aws.amazon.com/keyspaces/latest/devguide/using_nodejs_driver.html
  writeFileSync(join(conf, 'cassandra-rackdc.properties'), `dc=${REGION}\nrack=${REGION}\n`);
  return conf;
}
