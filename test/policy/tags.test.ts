import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { decide, type Request, type Verdict } from './decide';
import { EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Table } from '../../src';
import { ACCOUNT } from '../support/app';
import { Deployed } from '../support/deployed';
import { ORDERS as SCHEMA } from '../support/schemas';

const EXAMPLES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html';
const TAGGING = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/Tagging.Operations.existing.table.html';
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';
const TAG_KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tagkeys';

const ORDERS = `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/shop/table/orders`;
const PEERS = `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/system/table/peers`;

const app = new App();
const stack = new Stack(app, 'Tags');
const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
const orders = new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: SCHEMA });
const role = (id: string, ...statements: iam.PolicyStatementProps[]) => {
  const made = new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  for (const statement of statements) made.addToPolicy(new iam.PolicyStatement(statement));
  return made;
};
const ofTeam = { StringEquals: { 'aws:ResourceTag/team': 'shop' } };
const byTag = { actions: ['cassandra:*'], resources: ['*'], conditions: ofTeam };
const roles = {
  'who may use what its team has': role('Team', byTag),
  'who may use what its team has, and connect': role('ConnectedTeam', byTag),
  'a reader': role('Reader'),
  'a schema manager': role('Manager'),
  'a schema manager who may tag with the team alone': role('CarefulManager', {
    effect: iam.Effect.DENY,
    actions: ['cassandra:TagResource'],
    resources: ['*'],
    conditions: { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['team'] } },
  }),
};
const tagged = new iam.PolicyDocument({
  statements: [
    new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], ...byTag }),
    new iam.PolicyStatement({
      principals: [new iam.StarPrincipal()], actions: ['cassandra:Select'], resources: [`arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/system*`],
    }),
  ],
});
const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc, endpointPolicy: EndpointPolicy.document(tagged) });
access.grants.connect(roles['who may use what its team has, and connect']);
orders.grants.readData(roles['a reader']);
for (const manager of ['a schema manager', 'a schema manager who may tag with the team alone'] as const) orders.grants.manageSchema(roles[manager]);
const deployed = new Deployed(app);

type Tags = Record<string, string>;
interface Question {
  readonly who: keyof typeof roles;
  readonly action: string;
  readonly on: string;
  readonly tags?: Tags;
  readonly requestTags?: Tags;
  readonly privately?: boolean;
}
type Decision = [why: string, see: string, allowed: Question, refused: Question, verdict?: Verdict];

const TEAM = 'who may use what its team has';
const CONNECTED = 'who may use what its team has, and connect';
const READER = 'a reader';
const MANAGER = 'a schema manager';
const CAREFUL = 'a schema manager who may tag with the team alone';
const OURS = { team: 'shop' };
const THEIRS = { team: 'bank' };

const DECISIONS: Decision[] = [
  ['a permission by tag is for what has the tag', EXAMPLES,
    { who: TEAM, action: 'Select', on: ORDERS, tags: OURS }, { who: TEAM, action: 'Select', on: ORDERS, tags: THEIRS }],
  ['and for nothing without it', EXAMPLES, { who: TEAM, action: 'Modify', on: ORDERS, tags: OURS }, { who: TEAM, action: 'Modify', on: ORDERS }],
  ['the system keyspaces have no tags, so whoever has nothing else cannot use the API', EXAMPLES,
    { who: CONNECTED, action: 'Select', on: PEERS }, { who: TEAM, action: 'Select', on: PEERS }],
  ['a grant of this library asks for no tag', ACTIONS,
    { who: READER, action: 'Select', on: ORDERS, tags: THEIRS }, { who: CONNECTED, action: 'Select', on: ORDERS, tags: THEIRS }],
  ['and gives nothing for one', ACTIONS, { who: TEAM, action: 'Modify', on: ORDERS, tags: OURS }, { who: READER, action: 'Modify', on: ORDERS, tags: OURS }],
  ['whoever manages the schema tags the table', TAGGING,
    { who: MANAGER, action: 'TagResource', on: ORDERS, requestTags: OURS }, { who: READER, action: 'TagResource', on: ORDERS, requestTags: OURS }],
  ['which tags may be bounded beside it', TAG_KEYS,
    { who: CAREFUL, action: 'TagResource', on: ORDERS, requestTags: OURS },
    { who: CAREFUL, action: 'TagResource', on: ORDERS, requestTags: { owner: 'me' } }, 'explicitly denied'],
  ['and stay unbounded otherwise', TAG_KEYS,
    { who: MANAGER, action: 'TagResource', on: ORDERS, requestTags: { owner: 'me' } },
    { who: CAREFUL, action: 'TagResource', on: ORDERS, requestTags: { owner: 'me' } }, 'explicitly denied'],
  ['an endpoint policy of one\'s own can ask for tags', EXAMPLES,
    { who: READER, action: 'Select', on: ORDERS, tags: OURS, privately: true },
    { who: READER, action: 'Select', on: ORDERS, tags: THEIRS, privately: true }, 'stopped by the endpoint policy'],
  ['with the system keyspaces let through beside it, which have none', EXAMPLES,
    { who: READER, action: 'Select', on: PEERS, privately: true },
    { who: READER, action: 'Select', on: ORDERS, privately: true }, 'stopped by the endpoint policy'],
];

function ask({ who, action, on, tags = {}, requestTags, privately }: Question): Request {
  const principal = deployed.value(roles[who], roles[who].roleArn);
  const named = (key: string, of: Tags) => Object.fromEntries(Object.entries(of).map(([name, value]) => [`aws:${key}/${name}`, value]));
  return {
    principal,
    identityPolicies: deployed.identityPolicies(roles[who]),
    endpointPolicy: privately ? deployed.properties(access.endpoint).PolicyDocument : undefined,
    action: `cassandra:${action}`,
    resource: on,
    context: {
      'aws:PrincipalArn': principal,
      'aws:ViaAWSService': 'false',
      ...named('ResourceTag', tags),
      ...requestTags && { ...named('RequestTag', requestTags), 'aws:TagKeys': Object.keys(requestTags) },
    },
  };
}

const text = ({ who, action, on, tags, requestTags, privately }: Question) =>
  `${who}, ${action} on ${on} ${JSON.stringify({ tags, requestTags })}${privately ? ' through the endpoint' : ''}`;

describe.each(DECISIONS)('%s (%s)', (_why, _see, allowed, refused, verdict = 'not granted') => {
  test(`allowed: ${text(allowed)}`, async () => expect(await decide(ask(allowed))).toBe('allowed'));
  test(`${verdict}: ${text(refused)}`, async () => expect(await decide(ask(refused))).toBe(verdict));
});
