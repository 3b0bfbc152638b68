import { get } from 'node:https';
import { connect } from 'node:net';
import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { endpoint, groups, ref, vpc } from './network';
import { Stack } from '../cloudformation/stack';

const ec2 = new EC2Client({});

afterAll(() => Stack.deleteAll());

async function interfacesOf(vpcId: string) {
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }));
  return NetworkInterfaces.map(({ TagSet = [] }) => TagSet.find(({ Key }) => Key === 'local:address')!.Value!);
}

/** Until the other side, or the test, ends the connection. */
const connected = (host: string, port: number) => new Promise<{ ended: Promise<void>; end(): void }>((resolve, reject) => {
  const socket = connect(port, host, () => resolve({ ended: new Promise((done) => socket.once('close', () => done())), end: () => socket.destroy() }));
  socket.on('error', reject);
});

test('each interface listens at an address of its own while the endpoint is there, and its connections end with it', async () => {
  const stack = new Stack();
  const { outputs } = await stack.create({ ...vpc(), ...groups(), ...endpoint() }, { outputs: { Vpc: ref('Vpc') } });
  const addresses = await interfacesOf(outputs.Vpc);
  expect(new Set(addresses).size).toBe(2);
  const open = await Promise.all(addresses.flatMap((address) => [connected(address, 9142), connected(address, 4443)]));
  await stack.delete();
  await Promise.all(open.map((connection) => connection.ended));
  for (const address of addresses) await expect(connected(address, 9142)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('an interface of another service than Keyspaces over CQL has no port 9142', async () => {
  const streams = endpoint({ ServiceName: 'api.aws.us-east-1.cassandra-streams' });
  const { outputs } = await new Stack().create({ ...vpc(), ...groups(), ...streams }, { outputs: { Vpc: ref('Vpc') } });
  const [address] = await interfacesOf(outputs.Vpc);
  (await connected(address, 4443)).end();
  await expect(connected(address, 9142)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('Cassandra and the local AWS answer behind an interface and behind each node of the public endpoint', async () => {
  const { outputs } = await new Stack().create({ ...vpc(), ...groups(), ...endpoint() }, { outputs: { Vpc: ref('Vpc') } });
  const nodes = Array.from({ length: 9 }, (_, index) => `127.0.9.${index + 1}`);
  for (const address of [...await interfacesOf(outputs.Vpc), ...nodes]) (await connected(address, 9142)).end();
  const [address] = await interfacesOf(outputs.Vpc);
  const servername = 'kms.us-east-1.amazonaws.com';
  const status = await new Promise((resolve, reject) => {
    get({ host: address, port: 4443, servername, agent: false, path: '/_ministack/health' }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(200);
});
