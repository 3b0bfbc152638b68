import { concerns, describeStatement, statementsOf } from '../../../integ/local/demo/statements';

test('a document is read as IAM answers it, percent-encoded, and as EC2 does, plain', () => {
  const statement = { Effect: 'Allow', Action: 'cassandra:Select', Resource: '*' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statement });
  expect(statementsOf(document)).toEqual([statement]);
  expect(statementsOf(encodeURIComponent(document))).toEqual([statement]);
});

test('a statement is described with everything that decides', () => {
  expect(describeStatement({
    Effect: 'Allow',
    Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] },
    Action: ['cassandra:Select', 'cassandra:Modify'],
    Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders',
    Condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333'] }, Bool: { 'aws:SecureTransport': true } },
  })).toEqual([
    'Allow cassandra:Select, cassandra:Modify',
    '  on arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders',
    '  for AWS arn:aws:iam::111122223333:root, arn:aws:iam::444455556666:root',
    '  if aws:PrincipalAccount StringEquals 111122223333',
    '  if aws:SecureTransport Bool true',
  ]);
});

test('the principal of a policy for all is everybody', () => {
  expect(describeStatement({ Effect: 'Allow', Principal: '*', Action: 'cassandra:Select', Resource: '*' }))
    .toEqual(['Allow cassandra:Select', '  on *', '  for everybody']);
});

test('what a statement leaves out by NotAction, NotResource or NotPrincipal is not kept quiet', () => {
  expect(describeStatement({ Effect: 'Deny', NotPrincipal: { AWS: '444455556666' }, NotAction: 'cassandra:Select', NotResource: ['a', 'b'] })).toEqual([
    'Deny everything but cassandra:Select',
    '  on everything but a',
    '  on everything but b',
    '  for everybody but AWS 444455556666',
  ]);
});

test.each([
  ['cassandra:Select', true],
  ['*', true],
  ['kms:Decrypt', false],
])('an action %s concerns the tables: %s', (Action, expected) => {
  expect(concerns({ Effect: 'Allow', Action, Resource: '*' }, 'cassandra')).toBe(expected);
});

test('everything but some action concerns the tables', () => {
  expect(concerns({ Effect: 'Allow', NotAction: 'kms:Decrypt', Resource: '*' }, 'cassandra')).toBe(true);
});
