import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateKeyspaceCommand, CreateKeyspaceCommandInput, CreateTableCommand, CreateTableCommandInput, DeleteKeyspaceCommand, GetKeyspaceCommand,
  GetTableCommand, KeyspacesClient,
} from '@aws-sdk/client-keyspaces';
import { later, unique } from './clean-up';
import { local } from './target';

/** The API, with the credentials that the tests are run with. */
export const keyspaces = new KeyspacesClient({});

/** A keyspace that exists, made over the API. */
export async function createKeyspace(more: Partial<CreateKeyspaceCommandInput> = {}): Promise<string> {
  const keyspaceName = unique('conformance');
  await keyspaces.send(new CreateKeyspaceCommand({ keyspaceName, ...more }));
  later(() => deleteKeyspace(keyspaceName));
  await until(() => keyspaces.send(new GetKeyspaceCommand({ keyspaceName })));
  return keyspaceName;
}

/** With all its tables. */
export const deleteKeyspace = (keyspaceName: string) => keyspaces.send(new DeleteKeyspaceCommand({ keyspaceName }));

const column = (name: string, type: string) => ({ name, type });

/** A table that is ACTIVE, made over the API: `id`, `at`; `shop`, static; `note`, `total`. */
export async function createTable(keyspaceName: string, more: Partial<CreateTableCommandInput> = {}): Promise<string> {
  const tableName = more.tableName ?? unique('orders');
  await keyspaces.send(new CreateTableCommand({
    keyspaceName,
    tableName,
    schemaDefinition: {
      allColumns: [column('id', 'text'), column('at', 'int'), column('shop', 'text'), column('note', 'text'), column('total', 'int')],
      partitionKeys: [{ name: 'id' }],
      clusteringKeys: [{ name: 'at', orderBy: 'ASC' }],
      staticColumns: [{ name: 'shop' }],
    },
    ...more,
  }));
  await active(keyspaceName, tableName);
  return tableName;
}

/** Waits until a table is ACTIVE: what changes the schema is asynchronous. */
export async function active(keyspaceName: string, tableName: string) {
  return until(() => keyspaces.send(new GetTableCommand({ keyspaceName, tableName })), ({ status }) => status === 'ACTIVE');
}

/** Asks until it is there, and as it should be. */
export async function until<T>(ask: () => Promise<T>, right: (answer: T) => boolean = () => true): Promise<T> {
  for (const end = Date.now() + (local ? 10_000 : 600_000); ;) {
    const answer = await ask().catch((error) => {
      if (error.name !== 'ResourceNotFoundException' || Date.now() > end) throw error;
    });
    if (answer && right(answer)) return answer;
    if (Date.now() > end) throw new Error(`not as expected in time, but ${JSON.stringify(answer)}`);
    await sleep(local ? 50 : 2000);
  }
}
