import { readFileSync } from 'node:fs';
import { cassandraClient } from '../../cassandra/client';

const { LOCAL_CASSANDRA_PASSWORD: password, LOCAL_CASSANDRA_CA: ca } = process.env;

/** What Cassandra itself says, over CQL as an application would ask. */
export class Cassandra {
  public readonly client = cassandraClient(password!, readFileSync(ca!, 'utf8'));

  public async keyspaces(): Promise<string[]> {
    return this.names('SELECT keyspace_name AS name FROM system_schema.keyspaces');
  }

  public async tables(keyspace: string): Promise<string[]> {
    return this.names('SELECT table_name AS name FROM system_schema.tables WHERE keyspace_name = ?', keyspace);
  }

  public async types(keyspace: string): Promise<string[]> {
    return this.names('SELECT type_name AS name FROM system_schema.types WHERE keyspace_name = ?', keyspace);
  }

  /** Each column as `name type kind order`. */
  public async columns(keyspace: string, table: string): Promise<string[]> {
    const { rows } = await this.client.execute('SELECT * FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?', [keyspace, table]);
    return rows.map((row) => `${row.column_name} ${row.type} ${row.kind} ${row.clustering_order}`);
  }

  public async timeToLive(keyspace: string, table: string): Promise<number> {
    const { rows: [row] } = await this.client.execute('SELECT default_time_to_live AS ttl FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?', [keyspace, table]);
    return row.ttl;
  }

  public async end(): Promise<void> {
    await this.client.shutdown();
  }

  private async names(query: string, ...parameters: string[]): Promise<string[]> {
    return (await this.client.execute(query, parameters)).rows.map((row) => row.name);
  }
}
