import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KeyspacesKey } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

const managedBy = (administrator: iam.IPrincipal, stack: Stack = literalStack()) => new KeyspacesKey(stack, 'Key', { administrators: [administrator] });
const known = Lazy.string({ produce: () => 'arn:aws:iam::999988887777:role/db-team' });

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
test.each<[string, () => iam.IPrincipal]>([
  ['a role by its ARN', () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/db-team')],
  ['a session of a role', () => new iam.ArnPrincipal('arn:aws:sts::111122223333:assumed-role/db-team/somebody')],
  ['all of the account', () => new iam.AccountPrincipal('111122223333')],
  ['the account of the stack', () => new iam.AccountRootPrincipal()],
  ['whoever is known at deployment', () => new iam.ArnPrincipal(known)],
  ['a role under a condition', () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/db-team').withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
])('%s administers a key', (_, administrator) => {
  expect(() => managedBy(administrator())).not.toThrow();
});

test.each<[string, () => iam.IPrincipal, string]>([
  ['anybody', () => new iam.AnyPrincipal(), '{"AWS":["*"]}'],
  ['anybody by a pattern', () => new iam.ArnPrincipal('*'), '{"AWS":["*"]}'],
  ['anybody, services too', () => new iam.StarPrincipal(), '{"LiteralString":["*"]}'],
  ['an organization', () => new iam.OrganizationPrincipal('o-1234567890'), '{"AWS":["*"]}'],
  ['anybody under a condition', () => new iam.AnyPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), '{"AWS":["*"]}'],
  ['a service', () => new iam.ServicePrincipal('lambda.amazonaws.com'), '{"Service":["lambda.amazonaws.com"]}'],
  ['an identity provider', () => new iam.WebIdentityPrincipal('accounts.example.com'), '{"Federated":["accounts.example.com"]}'],
  ['another account', () => new iam.AccountPrincipal('999988887777'), '{"AWS":["arn:aws:iam::999988887777:root"]}'],
  ['a role of another account', () => new iam.ArnPrincipal('arn:aws:iam::999988887777:role/db-team'), '{"AWS":["arn:aws:iam::999988887777:role/db-team"]}'],
])('fails for %s as an administrator', (_, administrator, shown) => {
  const { name, message } = refusalOf(() => managedBy(administrator()));
  expect(name).toBe('AdministratorInvalid');
  expect(message).toContain(shown);
  expect(message).toContain('all of the account of the key, 111122223333: AWS KMS lets nobody else manage it');
});

test('fails for an imported role of another account', () => {
  const stack = literalStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999988887777:role/db-team');
  expect(refusalOf(() => managedBy(role, stack)).name).toBe('AdministratorInvalid');
});

test('takes a role of any account where the account of the key is known at deployment', () => {
  expect(() => managedBy(new iam.ArnPrincipal('arn:aws:iam::999988887777:role/db-team'), new Stack())).not.toThrow();
});
