import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PrivateKeyspacesAccess, Table } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';

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
