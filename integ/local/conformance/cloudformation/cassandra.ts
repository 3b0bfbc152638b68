import { Client } from 'cassandra-driver';
import { cleanUp } from '../clean-up';
import { connect } from '../connections';
import { allow, session } from '../identities';

/** What is there over CQL, asked as an application asks that is allowed everything. */
export class Cassandra {
  private connected?: Promise<Client>;

  public async execute(query: string, parameters: string[] = []) {
    this.connected ??= session(allow('*')).then((identity) => connect(identity));
    return (await this.connected).execute(query, parameters, { prepare: parameters.length > 0 });
  }

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
    const { rows } = await this.execute('SELECT * FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?', [keyspace, table]);
    return rows.map((row) => `${row.column_name} ${row.type} ${row.kind} ${row.clustering_order}`);
  }

  public async timeToLive(keyspace: string, table: string): Promise<number> {
    const query = 'SELECT default_time_to_live AS ttl FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?';
    return (await this.execute(query, [keyspace, table])).rows[0].ttl;
  }

  public async end(): Promise<void> {
    await cleanUp();
  }

  private async names(query: string, ...parameters: string[]): Promise<string[]> {
    return (await this.execute(query, parameters)).rows.map((row) => row.name);
  }
}
