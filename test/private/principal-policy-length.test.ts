import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PrivateKeyspacesAccess, Table } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
describe('a managed policy that is granted to', () => {
  function setUp(count: number) {
    const stack = literalStack();
    const tables = Array.from({ length: count }, (_, index) =>
      Table.fromTableAttributes(stack, `Table${index}`, { keyspaceName: 'shop', tableName: `table_${index}` }));
    return { stack, tables, policy: new iam.ManagedPolicy(stack, 'Policy') };
  }

  test.each<[string, (given: ReturnType<typeof setUp>) => void]>([
    ['with grants', ({ policy, tables }) => tables.forEach((table) => table.grants.readData(policy))],
    ['with what is required', ({ stack, policy, tables }) => PrivateKeyspacesAccess.require(policy, {
      accesses: [PrivateKeyspacesAccess.fromAttributes(stack, 'Access', { vpcEndpointId: 'vpce-1', securityGroups: [] })], tables,
    })],
  ])('fails at synthesis where it is longer than 6,144 characters %s, and is taken below', (_, fill) => {
    const long = setUp(100);
    fill(long);
    const { message } = refusalOf(() => Template.fromStack(long.stack));
    expect(message).toContain('[PrincipalPolicyTooLong]');
    expect(message).toContain('Stack/Policy');
    expect(message).toContain('at most 6144 for a managed policy');
    const short = setUp(20);
    fill(short);
    expect(() => Template.fromStack(short.stack)).not.toThrow();
  });
});
