import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetTableCommand } from '@aws-sdk/client-keyspaces';
import { DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { Failure, SCENARIOS } from './cases';
import { STACK, ZONES } from './shop';
import { cdkQuietly } from '../../cdk';
import { Clients, makeClients } from '../../clients';
import { Context } from '../../context';
import { deployedStacks } from '../../deployed-stack';
import { Invocation, invoke } from '../../invoke';
import { Results } from '../../results';
import { Stack } from '../../stack';
import { eventually } from '../../wait';

/** How long a change of a key may take to count. */
const KEY_SECONDS = 60;

type Names = Record<string, string>;

/** Functions that lack one thing each, deployed for real and invoked: each fails as it does on AWS, and its twin works. */
export async function runScenarios(context: Context, stack: Stack, results: Results): Promise<void> {
  const { paths: { RUN, LOCAL }, step } = context;
  const app = ['--app', `node --import tsx ${join(LOCAL, 'conformance', 'scenarios', 'app.ts')}`];
  const outputs = join(RUN, 'scenarios.json');
  await cdkQuietly(context, stack, 'deploying the scenarios', 'deploy', STACK, ...app, '--require-approval', 'never', '--outputs-file', outputs);
  const names: Names = JSON.parse(readFileSync(outputs, 'utf8'))[STACK];
  const clients = makeClients(stack.ca);
  const scenarios = new Scenarios(clients, names, (name, passed, { error, log, answer }) => {
    if (!results.add(name, passed)) context.say([`it said: ${error ?? JSON.stringify(answer)}`, log].join('\n'));
  });

  // First, because a function warns when it connects.
  await scenarios.seesPeers('Complete', ZONES);
  await scenarios.seesNoPeers('NoPeers');
  for (const { name, fails } of SCENARIOS) {
    await step(`invoking ${name}`, () => fails ? scenarios.fails(name, fails) : scenarios.works(name));
  }
  await step('disabling a key', () => scenarios.losesKey('Sealed'));

  await cdkQuietly(context, stack, 'destroying the scenarios', 'destroy', STACK, ...app, '--force');
  const left = await deployedStacks(clients.cloudFormation);
  results.add(`cdk destroy leaves nothing of the scenarios deployed${left.length > 0 ? `, but there is ${left.join(', ')}` : ''}`, left.length === 0);
}

class Scenarios {
  constructor(
    private readonly clients: Clients,
    private readonly names: Names,
    private readonly add: (name: string, passed: boolean, seen: Invocation) => void,
  ) {}

  /** Writes and reads back. */
  async works(name: string): Promise<void> {
    const seen = await this.placeAndList(name);
    this.add(`${name}: an order is written and read back`, seen.answer?.orders.length === 1, seen);
  }

  async fails(name: string, { how, says }: Failure): Promise<void> {
    const seen = await this.placeAndList(name);
    this.add(`${name}: ${how}`, says.test(seen.error ?? ''), seen);
  }

  async seesPeers(name: string, nodes: number): Promise<void> {
    const seen = await this.invoke(name, { action: 'peers' });
    this.add(`${name}: system.peers has a row for each of ${nodes} zones`, seen.answer?.peers.length === nodes, seen);
  }

  async seesNoPeers(name: string): Promise<void> {
    const seen = await this.invoke(name, { action: 'peers' });
    const warned = seen.log.includes('system.peers is empty');
    this.add(`${name}: system.peers is empty, and the function warns`, seen.answer?.peers.length === 0 && warned, seen);
  }

  /** https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html */
  async losesKey(name: string): Promise<void> {
    const KeyId = this.names.KeyId;
    const status = async () => (await this.clients.keyspaces.send(
      new GetTableCommand({ keyspaceName: this.names.KeyspaceName, tableName: 'sealed' }))).status;
    await this.clients.kms.send(new DisableKeyCommand({ KeyId }));
    const refused = await this.until(name, ({ error }) => error?.startsWith('place failed: ') ?? false);
    this.add(`${name}: refused within a minute of its key being disabled`, /CQL error/.test(refused.error ?? ''), refused);
    const lost = await status();
    this.add(`${name}: INACCESSIBLE_ENCRYPTION_CREDENTIALS`, lost === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS', { answer: lost, log: '' });
    await this.clients.kms.send(new EnableKeyCommand({ KeyId }));
    const back = await this.until(name, ({ answer }) => answer !== undefined);
    this.add(`${name}: works within a minute of its key being enabled`, back.answer?.orders.length === 1, back);
    const found = await status();
    this.add(`${name}: ACTIVE again`, found === 'ACTIVE', { answer: found, log: '' });
  }

  private until(name: string, settled: (seen: Invocation) => boolean): Promise<Invocation> {
    const attempt = () => this.placeAndList(name);
    return eventually(KEY_SECONDS, async () => {
      const seen = await attempt();
      if (!settled(seen)) throw new Error('not yet');
      return seen;
    }).catch(attempt);
  }

  private async placeAndList(name: string): Promise<Invocation> {
    const customer = randomUUID();
    const placed = await this.invoke(name, { action: 'place', customer, total: '59.90', lines: ['1 x teapot'] });
    return placed.error ? placed : this.invoke(name, { action: 'list', customer });
  }

  private invoke(name: string, event: Parameters<typeof invoke>[2]): Promise<Invocation> {
    return invoke(this.clients.lambda, this.names[name], event);
  }
}
