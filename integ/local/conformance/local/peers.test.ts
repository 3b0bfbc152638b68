import { anyAddress, Door, openDoor } from './door';
import { cleanUp } from '../clean-up';
import { connect } from '../connections';
import { allow, CONNECT, deny, session, Statement } from '../identities';
import { GUIDE } from '../target';

const PAGE = `${GUIDE}/vpc-endpoints.html`;
const DESCRIBE = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'];

let [door, other]: Door[] = [];
beforeAll(async () => { [door, other] = [await openDoor(), await openDoor()]; });
afterAll(cleanUp);

async function peers(from: Door, table: string, ...statements: Statement[]): Promise<string[]> {
  const client = await connect(await session(CONNECT, ...statements), anyAddress(from));
  const { rows } = await client.execute(`SELECT * FROM system.${table}`);
  return rows.map((row) => String(row.peer)).sort();
}

const own = (of: Door) => Object.keys(of.addresses).sort();

describe.each(['peers', 'peers_v2'])('system.%s through an endpoint', (table) => {
  test(`has one address a zone, those of the interfaces (${PAGE})`, async () => {
    expect(own(door)).toHaveLength(2);
    expect(await peers(door, table, allow(DESCRIBE))).toEqual(own(door));
    expect(await peers(other, table, allow(DESCRIBE))).toEqual(own(other));
  });

  test.each([
    ['neither permission', []],
    ['DescribeVpcEndpoints alone', [allow('ec2:DescribeVpcEndpoints')]],
    ['DescribeNetworkInterfaces alone', [allow('ec2:DescribeNetworkInterfaces')]],
    ['one of the two denied', [allow(DESCRIBE), deny('ec2:DescribeVpcEndpoints')]],
    ['both permissions in another Region', [allow(DESCRIBE, '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })]],
  ])(`is empty with %s (${PAGE})`, async (_what, statements) => {
    expect(await peers(door, table, ...statements)).toEqual([]);
    expect(await peers(door, table, allow(DESCRIBE))).toEqual(own(door));
  });
});
