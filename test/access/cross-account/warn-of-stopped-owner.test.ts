import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { functionIn, OWNER_ROLE, OWNERS_KEYSPACES, setUp } from './client-account';
import {
  EndpointPolicy, KeyspacesService, PrivateKeyspacesAccess, Table,
} from '../../../src';
import { literalStack } from '../../support/app';

describe('the endpoint policy', () => {
  const orders = (stack: Stack) => Table.fromTableArn(stack, 'Orders', `${OWNERS_KEYSPACES}/shop/table/orders`);
  const policyOf = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
    .find(({ Properties: { ServiceName: name } }) => name.endsWith('.cassandra'))!.Properties.PolicyDocument;

  test('can let through the owner\'s tables and system keyspaces', () => {
    const stack = literalStack();
    const { template } = setUp(undefined, undefined, EndpointPolicy.restricted({ tables: [orders(stack)] }));
    const resources = policyOf(template()).Statement.flatMap(({ Resource: resource }: any) => resource);
    expect(resources).toContain(`${OWNERS_KEYSPACES}/shop/table/orders`);
    expect(resources).toContain(`${OWNERS_KEYSPACES}/system*`);
  });

  test.each([
    ['the default', undefined],
    ['for reading', EndpointPolicy.readOnly()],
    ['for who is admitted', EndpointPolicy.restricted({ admittedOnly: true })],
  ])('%s is warned about: it knows the keyspaces of this account alone', (_, endpointPolicy) => {
    const { stack } = setUp(undefined, undefined, endpointPolicy);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:ownerKeyspacesStopped'));
  });

  const withStreams = (endpointPolicy?: EndpointPolicy) => setUp(undefined, (stack) => ({
    access: new PrivateKeyspacesAccess(stack, 'Streams', {
      vpc: stack.node.findChild('Vpc') as ec2.Vpc, service: KeyspacesService.STREAMS, endpointPolicy,
    }),
  }));

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html: ListStreams takes no resource.
  test.each([
    ['the default', undefined],
    ['for reading', EndpointPolicy.readOnly()],
  ])('%s of streams is warned about, though it lets everybody list streams', (_, endpointPolicy) => {
    Annotations.fromStack(withStreams(endpointPolicy).stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:ownerKeyspacesStopped'));
  });

  test('of streams with the owner\'s tables is not', () => {
    const { stack } = withStreams(EndpointPolicy.restricted({ tables: [orders(literalStack())] }));
    Annotations.fromStack(stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  test('that denies the owner\'s keyspaces alone is warned about', () => {
    const endpointPolicy = EndpointPolicy.document(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        effect: iam.Effect.DENY, principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [`${OWNERS_KEYSPACES}/*`],
      })],
    }));
    const { stack } = setUp(undefined, undefined, endpointPolicy);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('ownerKeyspacesStopped'));
  });

  test.each(['*', `${OWNERS_KEYSPACES}/*`, 'arn:aws:cassandra:us-east-1:*:/keyspace/*'])('of one\'s own with %s is not', (resource) => {
    const endpointPolicy = EndpointPolicy.document(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [resource] })],
    }));
    Annotations.fromStack(setUp(undefined, undefined, endpointPolicy).stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  test('that lets through all but some is not', () => {
    const endpointPolicy = EndpointPolicy.document(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], notResources: ['arn:aws:cassandra:us-east-1:111122223333:/keyspace/secret/*'],
      })],
    }));
    Annotations.fromStack(setUp(undefined, undefined, endpointPolicy).stack).hasNoWarning('/Stack/Owner', Match.stringLikeRegexp('ownerKeyspacesStopped'));
  });

  test('with the owner\'s tables is not, nor is one that is not known', () => {
    const stack = literalStack();
    Annotations.fromStack(setUp(undefined, undefined, EndpointPolicy.restricted({ tables: [orders(stack)] })).stack)
      .hasNoWarning('/Stack/Owner', Match.anyValue());
    const imported = setUp(undefined, (made) => ({
      access: PrivateKeyspacesAccess.fromAttributes(made, 'Existing', { vpcEndpointId: 'vpce-0123456789abcdef0', securityGroups: [] }),
    }));
    Annotations.fromStack(imported.stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
  test('for who is admitted alone names the owner\'s role, who asks after AssumeRole, and not the client\'s', () => {
    const stack = literalStack();
    const { stack: made, vpc, owner, template } = setUp(undefined, undefined,
      EndpointPolicy.restricted({ tables: [orders(stack)], admittedOnly: true }));
    owner.admit(functionIn(made, vpc, 'orders'));
    const principals = policyOf(template()).Statement.map(({ Condition: condition }: any) => condition.ArnEquals['aws:PrincipalArn']);
    expect([...new Set(principals.flat())]).toEqual([OWNER_ROLE]);
  });
});
