import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KeyspacesService, PrivateKeyspacesAccess } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { statements } from '../support/statements';

function setUp(service?: KeyspacesService) {
  const stack = literalStack();
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), service });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  return { stack, access, role };
}

// https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
test('connecting to streams is listing them, without the system keyspaces and without looking at endpoints', () => {
  const { stack, access, role } = setUp(KeyspacesService.STREAMS);
  expect(access.grants.connect(role).success).toBe(true);
  expect(statements(stack)).toEqual([{ Action: 'cassandra:ListStreams', Effect: 'Allow', Resource: '*' }]);
});

test('who may connect is remembered, once, also who was granted nothing here', () => {
  const { stack, access, role } = setUp();
  const other = iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/owner');
  access.grants.connect(role);
  access.grants.connect(role);
  access.grants._admit(other);
  expect(access.grants._admitted).toEqual([role, other]);
});

// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonKeyspacesReadOnlyAccess.html
describe('managed policies that read every table', () => {
  const ID = 'cdk-keyspaces:readOnlyManagedPolicy';
  const managed = (name: string) => iam.ManagedPolicy.fromAwsManagedPolicyName(name);

  test('are warned about on a role that is admitted, also when they are attached later', () => {
    const { stack, access, role } = setUp();
    access.grants.connect(role);
    role.addManagedPolicy(managed('AmazonKeyspacesReadOnlyAccess'));
    const [warning, ...others] = Annotations.fromStack(stack).findWarning('/Stack/Access', Match.stringLikeRegexp(ID));
    expect(others).toEqual([]);
    expect(warning.entry.data).toContain('Stack/Role');
    expect(warning.entry.data).toContain('reads the data and the streams of every table');
    expect(warning.entry.data).toContain('not the permissions that fill system.peers');
  });

  test('of the second version are too, but for system.peers, which it fills', () => {
    const { stack, access, role } = setUp();
    role.addManagedPolicy(managed('AmazonKeyspacesReadOnlyAccess_v2'));
    access.grants.connect(role);
    const [warning, ...others] = Annotations.fromStack(stack).findWarning('/Stack/Access', Match.stringLikeRegexp(ID));
    expect(others).toEqual([]);
    expect(warning.entry.data).not.toContain('system.peers');
  });

  test.each<[string, (stack: iam.Role['stack']) => iam.IGrantable]>([
    ['a user', (stack) => new iam.User(stack, 'User', { managedPolicies: [managed('AmazonKeyspacesReadOnlyAccess')] })],
    ['a group', (stack) => new iam.Group(stack, 'Group', { managedPolicies: [managed('AmazonKeyspacesReadOnlyAccess')] })],
  ])('are warned about on %s', (_, make) => {
    const { stack, access } = setUp();
    access.grants.connect(make(stack));
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp(ID));
  });

  test('are nobody\'s business on a role that is not admitted, nor are other policies', () => {
    const { stack, access, role } = setUp();
    role.addManagedPolicy(managed('AmazonKeyspacesReadOnlyAccess'));
    const admitted = new iam.Role(stack, 'Admitted', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    admitted.addManagedPolicy(managed('AmazonDynamoDBReadOnlyAccess'));
    access.grants.connect(admitted);
    access.grants.connect(iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/imported'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});
