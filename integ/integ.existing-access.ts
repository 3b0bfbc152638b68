import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectOnlyInboundRule } from './assertions';
import { ExistingAccess, statusFunction } from './stacks/existing-access';

const app = new App();
const { network, operations } = new ExistingAccess(app, 'IntegExistingAccess');
const { caller, table } = operations;

// It has the permissions, and is not admitted.
const uninvited = statusFunction(operations, 'Uninvited', network.vpc);
table.grants.readData(uninvited);

RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'ExistingAccess', { testCases: [network, operations] });

expectOnlyInboundRule(integ, network.access.securityGroup!, {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: caller.connections.securityGroups[0].securityGroupId })],
});

const { keyspaceName, tableName } = table;
expectAnswer(integ, caller, { keyspaceName, tableName }, { status: 'ACTIVE' })
  .next(expectAnswer(integ, uninvited, { keyspaceName, tableName }, { errorMessage: Match.stringLikeRegexp('[Tt]ime') }));
