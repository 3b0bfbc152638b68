import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { accessWith, EVERYBODY, failureOf, imported, IN_ACCOUNT, LIST_STREAMS, statementsOf, SYSTEM } from './endpoint-policies';
import { EndpointPolicy, Keyspace, KeyspacesService } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

describe('readOnly', () => {
  test('lets through reading in this account alone, with the action of multi-Region resources', () => {
    expect(statementsOf(accessWith(EndpointPolicy.readOnly()))).toEqual([{
      ...EVERYBODY,
      Sid: 'ReadKeyspacesOfThisAccount',
      Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
      Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*',
    }]);
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-streams.html
describe('on an access for streams', () => {
  test.each([['account', EndpointPolicy.account()], ['readOnly', EndpointPolicy.readOnly()]])(
    '%s lets through reading the streams of this account, and no system keyspaces', (_, policy) => {
      expect(statementsOf(accessWith(policy, { service: KeyspacesService.STREAMS }))).toEqual([
        {
          ...EVERYBODY,
          Sid: 'StreamsOfThisAccount',
          Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
          Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*/table/*/stream/*',
        },
        LIST_STREAMS,
      ]);
    },
  );

  test('restricted names the streams of tables and of keyspaces', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({
      keyspaces: [Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')],
      tables: [imported(stack, 'shop', 'orders'), imported(stack, 'bank', 'accounts')],
    }), { stack, service: KeyspacesService.STREAMS });
    expect(statementsOf(access)).toEqual([
      expect.objectContaining({
        Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
        Resource: [`${IN_ACCOUNT}/shop/table/*/stream/*`, `${IN_ACCOUNT}/bank/table/accounts/stream/*`],
      }),
      LIST_STREAMS,
    ]);
  });

  test('restricted to some actions has those alone', () => {
    const actions = ['cassandra:GetRecords', 'cassandra:liststreams'];
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ actions }), { service: KeyspacesService.STREAMS }))).toEqual([
      expect.objectContaining({ Action: 'cassandra:GetRecords' }),
      { ...LIST_STREAMS, Action: 'cassandra:liststreams' },
    ]);
  });

  test('fails for actions on data, which are not asked for there', () => {
    const policy = EndpointPolicy.restricted({ actions: ['cassandra:Select'] });
    const refusal = refusalOf(() => accessWith(policy, { service: KeyspacesService.STREAMS }));
    expect(refusal.name).toBe('ActionUnknown');
    expect(refusal.message).toContain('know streams');
  });
});

describe('a document', () => {
  const statement = (resource: string) => new iam.PolicyStatement({
    principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [resource],
  });

  test('is taken as it is, also what is added to it or to the endpoint later', () => {
    const document = new iam.PolicyDocument({ statements: [statement(SYSTEM)] });
    const access = accessWith(EndpointPolicy.document(document));
    document.addStatements(statement(`${IN_ACCOUNT}/shop/*`));
    access.endpoint.addToPolicy(statement(`${IN_ACCOUNT}/bank/*`));
    expect(statementsOf(access).map(({ Resource: resource }) => resource)).toEqual([SYSTEM, `${IN_ACCOUNT}/shop/*`, `${IN_ACCOUNT}/bank/*`]);
    Annotations.fromStack(access.stack).hasNoWarning('*', Match.anyValue());
  });

  test('fails at synthesis if it is empty, because an endpoint without a policy lets everything through', () => {
    expect(failureOf(accessWith(EndpointPolicy.document(new iam.PolicyDocument())).stack)).toContain('[EndpointPolicyEmpty]');
  });

  test('without system keyspaces is warned about', () => {
    const access = accessWith(EndpointPolicy.document(new iam.PolicyDocument({ statements: [statement(`${IN_ACCOUNT}/shop/*`)] })));
    Annotations.fromStack(access.stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyWithoutSystemKeyspaces'));
  });

  test.each([['on everything', '*'], ['on every keyspace', 'arn:aws:cassandra:*:111122223333:/keyspace/*']])('%s is not', (_, resource) => {
    const access = accessWith(EndpointPolicy.document(new iam.PolicyDocument({ statements: [statement(resource)] })));
    Annotations.fromStack(access.stack).hasNoWarning('*', Match.anyValue());
  });
});

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
describe('the length of a policy', () => {
  /** A document of exactly so many characters without white space. */
  const ofLength = (characters: number) => {
    const make = (name: string) => new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [`${IN_ACCOUNT}/*`, ...name ? [name] : []],
      })],
    });
    const written = (document: iam.PolicyDocument) => JSON.stringify(new Stack().resolve(document)).length;
    return EndpointPolicy.document(make('x'.repeat(characters - written(make('x')) + 1)));
  };

  test('of 20,480 characters fits, but may not with white space', () => {
    const { stack } = accessWith(ofLength(20_480));
    (stack.node.root as App).synth();
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyLong'));
  });

  test('of 20,481 characters fails at synthesis, with the count and the way out', () => {
    const failure = failureOf(accessWith(ofLength(20_481)).stack);
    expect(failure).toContain('20481');
    expect(failure).toContain('name whole keyspaces');
    expect(failure).toContain('[EndpointPolicyTooLong]');
  });

  test('of 20,400 characters, the white space in it included, is nothing to warn about', () => {
    const { stack } = accessWith(ofLength(20_400));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('is counted with every token at its shortest, so that nothing is refused that fits', () => {
    const tables = (stack: Stack, count: number) => Array.from({ length: count }, (_, index) => imported(stack, 'shop', `t${1000 + index}`));
    const agnostic = new Stack(new App(), 'Stack');
    const access = accessWith(EndpointPolicy.restricted({ tables: tables(agnostic, 280) }), { stack: agnostic });
    expect(statementsOf(access)[0].Resource).toHaveLength(280);
    Annotations.fromStack(agnostic).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyLong'));
  });

  test('of 500 tables fails, of their keyspaces it does not', () => {
    const stack = literalStack();
    const tables = Array.from({ length: 500 }, (_, index) => imported(stack, `keyspace_${index % 20}`, `table_${index}`));
    expect(failureOf(accessWith(EndpointPolicy.restricted({ tables }), { stack }).stack)).toContain('[EndpointPolicyTooLong]');

    const other = literalStack();
    const keyspaces = Array.from({ length: 20 }, (_, index) => Keyspace.fromKeyspaceName(other, `keyspace_${index}`, `keyspace_${index}`));
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ keyspaces }), { stack: other }))[0].Resource).toHaveLength(20);
  });
});
