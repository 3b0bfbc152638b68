import { join } from 'node:path';
import { BASE, CASES } from './cases';
import { readEncrypted } from './changed-key';
import { EVERY_TYPE, EXPECTED, KEYSPACE } from './every-type';
import { cassandraClient } from '../../cassandra/client';
import { cdkQuietly, runCdk } from '../../cdk';
import { makeClients } from '../../clients';
import { Context } from '../../context';
import { deployedStacks } from '../../deployed-stack';
import { Results } from '../../results';
import { Stack } from '../../stack';

/** A few of each kind of the local stack's refusals, through the command line that people deploy with. */
export async function runDeployments(context: Context, stack: Stack, results: Results): Promise<void> {
  const { paths: { RUN }, say, step } = context;
  const deployment = (...names: string[]) => [
    'deploy', ...names, '--app', join(RUN, 'cdk.out'), '--exclusively', '--require-approval', 'never', '--concurrency', '4',
  ];
  const must = (text: string, args: string[]) => cdkQuietly(context, stack, text, ...args);
  const deploy = (name: string, ...names: string[]) => step(`deploying ${name}`, () => runCdk(context, stack, deployment(...names)));
  const check = (name: string, passed: boolean, output: string) => results.add(name, passed) || say(output);

  await must('synthesizing what is to be refused', ['synth', '--quiet', '--app', 'node --import tsx integ/local/conformance/deployments/app.ts']);
  await must('deploying what it stands on', deployment(BASE));
  await must('deploying what is to be changed', deployment(...CASES.filter(({ before }) => before).map(({ name }) => `${name}-before`)));

  const clients = makeClients(stack.ca);
  const { createdAt } = await readEncrypted(clients);
  for (const { name, reason } of CASES) {
    const { code, output } = await deploy(`${name}-refused`, `${name}-refused`);
    check(`cdk deploy says no: ${reason}`, code === 1 && output.includes(reason), output);
  }

  const rolledBack = await readEncrypted(clients);
  check('a table keeps its key where the next one is refused', rolledBack.createdAt === createdAt && rolledBack.key === 'First', JSON.stringify(rolledBack));

  const accepted = CASES.map(({ name }) => `${name}-accepted`);
  const { output } = await deploy('all of them corrected', ...accepted);
  for (const name of accepted) check(`cdk deploy takes ${name}`, output.includes(`✅  ${name}`), output);

  const changed = await readEncrypted(clients);
  check('a table takes the next key, and is the table that it was', changed.createdAt === createdAt && changed.key === 'Next', JSON.stringify(changed));

  await must('deploying every type in every place', deployment(EVERY_TYPE));
  const found = await typesIn(stack, KEYSPACE);
  for (const [place, expected] of Object.entries(EXPECTED)) {
    const missing = expected.filter((one, index) => found[place]?.[index] !== one);
    check(`Apache Cassandra has ${expected.length} types: ${place}`, missing.length === 0 && found[place].length === expected.length,
      `${missing.join('\n')}\nbut there is\n${found[place]?.join('\n')}`);
  }

  await must('destroying all of them', ['destroy', ...accepted, EVERY_TYPE, BASE, '--app', join(RUN, 'cdk.out'), '--force']);
  const left = await deployedStacks(clients.cloudFormation);
  check('cdk destroy leaves nothing deployed', left.length === 0, left.join('\n'));
}

/** What Apache Cassandra's own tables say, by table and place or by type. */
async function typesIn({ password, ca }: Stack, keyspace: string): Promise<Record<string, string[]>> {
  const client = cassandraClient(password, ca);
  try {
    const ask = async (table: string) => (await client.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = '${keyspace}'`)).rows;
    const found: Record<string, string[]> = {};
    for (const { table_name: table, column_name: column, kind, type } of await ask('columns')) {
      (found[`${table} ${kind}`] ??= []).push(`${column} ${type}`);
    }
    const number = (column: string) => Number(/_(\d+) /.exec(column)?.[1]);
    for (const columns of Object.values(found)) columns.sort((one, other) => number(one) - number(other));
    for (const { type_name: type, field_types: types } of await ask('types')) found[type] = types;
    return found;
  } finally {
    await client.shutdown();
  }
}
