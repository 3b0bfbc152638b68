import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PrivateKeyspacesAccess, Table } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { statements } from '../support/statements';

const ARN = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/';

test('a client role may connect, read some tables and read and write others', () => {
  const stack = literalStack();
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack) });
  const [prices, orders, lines] = ['prices', 'orders', 'lines']
    .map((tableName) => Table.fromTableAttributes(stack, tableName, { keyspaceName: 'shop', tableName }));
  const role = access.createRole(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    read: [prices],
    readWrite: [orders, lines],
  });
  expect(access.roles).toEqual([role]);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ecs-tasks.amazonaws.com' } })] },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.exact([
        { Action: 'cassandra:Select', Effect: 'Allow', Resource: `${ARN}system*` },
        { Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'], Effect: 'Allow', Resource: '*' },
        { Action: 'cassandra:Select', Effect: 'Allow', Resource: `${ARN}shop/table/prices` },
        {
          Action: ['cassandra:Select', 'cassandra:Modify'],
          Effect: 'Allow',
          Resource: [`${ARN}shop/table/orders`, `${ARN}shop/table/lines`],
        },
      ]),
    },
  });
});

test('a client role can be named, so that other stacks and accounts can name it', () => {
  const stack = literalStack();
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack) });
  access.createRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'), roleName: 'orders' });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: 'orders' });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
test('a client role may read streams without the data of their tables', () => {
  const stack = literalStack();
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack) });
  access.createRole(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    readStreams: [Table.fromTableAttributes(stack, 'Orders', { keyspaceName: 'shop', tableName: 'orders' })],
  });
  const onTables = statements(stack).filter(({ Resource: resource }) => [resource].flat().some((arn) => String(arn).includes('/shop/')));
  expect(onTables).toEqual([{
    Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
    Effect: 'Allow',
    Resource: `${ARN}shop/table/orders/stream/*`,
  }]);
});
