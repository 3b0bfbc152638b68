import { NestedStack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { ORDERS } from '../support/schemas';

test('keyspace, key, table and access in nested stacks of one parent synthesize without a cycle', () => {
  const parent = literalStack();
  const nested = (id: string) => new NestedStack(parent, id);
  const keyspace = new Keyspace(nested('Keyspaces'), 'Shop', { keyspaceName: 'shop' });
  const key = new KeyspacesKey(nested('Keys'), 'Key', { keyspaces: [keyspace] });
  const tables = nested('Tables');
  const orders = new Table(tables, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS, encryption: TableEncryption.customerManagedKey(key) });
  const access = new PrivateKeyspacesAccess(nested('Access'), 'Access', { vpc: isolatedVpc(parent) });
  access.createRole(nested('Clients'), 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), read: [orders] });

  Template.fromStack(tables).hasResourceProperties('AWS::Cassandra::Table', { KeyspaceName: 'shop', TableName: 'orders' });
  const order = Object.entries(Template.fromStack(parent).findResources('AWS::CloudFormation::Stack'))
    .map(([id, stack]) => [id.replace(/NestedStack.*/, ''), stack.DependsOn?.map((other: string) => other.replace(/NestedStack.*/, ''))]);
  expect(Object.fromEntries(order)).toMatchObject({ Tables: ['Keyspaces'], Keyspaces: undefined, Keys: undefined });
});
