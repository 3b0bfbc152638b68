import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicies } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { expectAnswer, expectEndpoint, expectInboundRules } from './assertions';
import { Keyspace, Table } from '../src';
import { ORDERS } from './stacks/order-function/order-function';
import { TableWatch } from './stacks/table-watch/table-watch';
import { UnnamedEndpoint } from './stacks/table-watch/unnamed-endpoint';
import { WatchFunction } from './stacks/table-watch/watch-function';

const app = new App();
const named = new TableWatch(app, 'IntegTableWatch');
const unnamed = new UnnamedEndpoint(app, 'IntegUnnamedEndpoint');

// It may ask the API, and is admitted for CQL alone.
const cqlOnly = new WatchFunction(named, 'CqlOnly', { vpc: named.vpc });
named.access.admit(cqlOnly);
named.keyspace.grants.readData(cqlOnly);

// It is in the security group that is admitted, and does not know the endpoint's own name.
const { vpc } = unnamed;
const { securityGroups } = unnamed.watch.connections;
const unaware = new WatchFunction(unnamed, 'Unaware', { vpc, securityGroups });
unnamed.shop.grants.readData(unaware);

// The endpoint is not for this keyspace.
const archive = new Keyspace(unnamed, 'Archive');
const archived = new Table(unnamed, 'Archived', { keyspace: archive, tableName: 'archived', schema: ORDERS });
archive.grants.readData(unnamed.watch);

/** What a driver does first: the certificate has to be one for the server name that it expects. */
const HANDSHAKE = `
exports.handler = ({ host, servername = host }) => new Promise((done) => {
  const socket = require('node:tls').connect({ host, port: 9142, servername }, () => done({ verified: socket.authorized }));
  socket.on('error', ({ code }) => done({ code })).setTimeout(3000, () => done({ code: 'silent' }));
});
`;
const handshake = new LambdaFunction(unnamed, 'Handshake', {
  runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(HANDSHAKE), timeout: Duration.seconds(20), vpc, securityGroups,
});
unnamed.access.admit(handshake);

RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'TableWatch', { testCases: [named, unnamed] });

const fromGroup = (port: number, { connections }: ec2.IConnectable) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: connections.securityGroups[0].securityGroupId })],
});
const names = ({ keyspaceName, tableName }: Table) => ({ keyspaceName, tableName });
const watched = { address: Match.stringLikeRegexp('^10\\.0\\.'), tables: ['orders'], status: 'ACTIVE' };
const refused = (...words: string[]) => ({ errorMessage: Match.stringLikeRegexp(words.join('.*')) });
const notAnEndpoint = '\\((?!10\\.)[0-9.]+\\)';

// The name that the SDK makes up leads to the endpoint, which lets in each of the two on one port.
expectInboundRules(integ, named.access.securityGroup, [fromGroup(9142, cqlOnly), fromGroup(443, named.watch)]);
expectAnswer(integ, named.watch, names(named.table), watched)
  .next(expectAnswer(integ, cqlOnly, names(named.table), refused('\\(10\\.0\\.', '[Tt]imeout')));

// Groups, policy and names are what was asked for.
expectEndpoint(integ, unnamed.access.endpoint, {
  PrivateDnsEnabled: false,
  Groups: unnamed.securityGroups.map(({ securityGroupId }) => Match.objectLike({ GroupId: securityGroupId })),
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    Statement: [{
      Sid: 'LookAtTheShop',
      Effect: 'Allow',
      Principal: '*',
      Action: 'cassandra:Select',
      Resource: [`${unnamed.shop.keyspaceArn}*`, unnamed.systemKeyspaces],
    }],
  }),
});
for (const group of unnamed.securityGroups) {
  expectInboundRules(integ, group, [fromGroup(443, unnamed.watch), fromGroup(9142, handshake)]);
}

// Over HTTPS the endpoint's own name is as good as the service's; that its certificate has it, no page of Amazon Keyspaces says.
expectAnswer(integ, unnamed.watch, names(unnamed.orders), watched)
  .next(expectAnswer(integ, unnamed.watch, names(archived), refused('AccessDenied', 'no VPC endpoint policy')))
  .next(expectAnswer(integ, unaware, names(unnamed.orders), refused(notAnEndpoint, '[Tt]imeout')));

// Over CQL the name has to be told from the one that is expected in the certificate; without, the check of the host name fails.
const host = unnamed.access.hostName;
const service = `cassandra.${unnamed.region}.amazonaws.com`;
expectAnswer(integ, handshake, { host, servername: service }, { verified: true })
  .next(expectAnswer(integ, handshake, { host }, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }))
  .next(expectAnswer(integ, handshake, { host: service }, { code: 'silent' }));
