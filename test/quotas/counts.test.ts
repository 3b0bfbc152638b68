import { App, CfnResource, Lazy, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, CfnTable, CfnType } from 'aws-cdk-lib/aws-cassandra';
import { Keyspace, KeyspacesQuotas, type KeyspacesQuotasOptions, SchemaWindow, Table } from '../../src';
import { ACCOUNT, literalStack, REGION } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const quiet = () => new App({ analyticsReporting: false, treeMetadata: false });

/** Plain ones in a stack that asks for the window, because they are made fast. */
function fill(stack: Stack, count: number, type: 'Keyspace' | 'Table' | 'Type' = 'Table'): void {
  SchemaWindow.of(stack);
  for (let index = 0; index < count; index++) new CfnResource(stack, `${type}${index}`, { type: `AWS::Cassandra::${type}` });
}

const warning = (quota: string, text = '') => Match.stringLikeRegexp(`${text}.*cdk-keyspaces:${quota}AboveQuota`);

test.each([
  ['Keyspace', 'keyspaces'],
  ['Table', 'tables'],
  ['Type', 'userDefinedTypes'],
] as const)('more than 256 of %s in an account and Region is a warning', (type, quota) => {
  const [enough, tooMany] = [256, 257].map((count) => {
    const stack = literalStack(quiet());
    fill(stack, count, type);
    return stack;
  });
  Annotations.fromStack(enough).hasNoWarning('*', warning(quota));
  Annotations.fromStack(tooMany).hasWarning(`/Stack/${type}0`, warning(quota, '257 .* in account 111122223333, Region us-east-1.*quota of 256'));
});

test('tables of this library and plain ones, nested stacks and Stages, are counted together', () => {
  const app = quiet();
  const stack = literalStack(app);
  const keyspace = new Keyspace(stack, 'Shop');
  new Table(stack, 'Orders', { keyspace, schema: ORDERS });
  fill(new NestedStack(stack, 'Nested'), 100);
  const other = literalStack(new Stage(app, 'Stage'), 'Other');
  fill(other, 156);
  app.synth();
  for (const [path, each] of [['/Stack/Orders/Resource', stack], ['/Stage/Other/Table0', other]] as const) {
    Annotations.fromStack(each).hasWarning(path, warning('tables', 'this app make 257 tables'));
  }
});

test('stacks whose environment is known at deployment are counted together, apart from those that are known', () => {
  const app = quiet();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
  const known = literalStack(app, 'Known');
  const elsewhere = literalStack(app, 'Elsewhere', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  fill(one, 200);
  fill(two, 57);
  fill(known, 256);
  fill(elsewhere, 256);
  Annotations.fromStack(two).hasWarning('/Two/Table0', warning('tables', '257 tables in account .known at deployment., Region .known'));
  for (const stack of [known, elsewhere]) Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('tables of a multi-Region keyspace count in each of its Regions', () => {
  const app = quiet();
  const stack = literalStack(app);
  const keyspace = Keyspace.fromKeyspaceAttributes(stack, 'Shop', { keyspaceName: 'shop', replicationRegions: [REGION, 'eu-west-1'] });
  const elsewhere = literalStack(app, 'Elsewhere', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new Table(stack, 'Orders', { keyspace, schema: ORDERS });
  fill(elsewhere, 256);
  for (const [path, each] of [['/Stack/Orders/Resource', stack], ['/Elsewhere/Table0', elsewhere]] as const) {
    Annotations.fromStack(each).hasWarning(path, warning('tables', '257 tables in account 111122223333, Region eu-west-1'));
  }
});

describe('a raised quota', () => {
  const make = (declare: (app: App, stack: Stack) => void) => {
    const app = quiet();
    const stack = literalStack(app);
    declare(app, stack);
    fill(stack, 300);
    return Annotations.fromStack(stack);
  };

  test('ends the warning', () => {
    make((app) => KeyspacesQuotas.of(app).declare({ tables: 300 })).hasNoWarning('*', Match.anyValue());
  });

  test('that does not suffice does not', () => {
    make((app) => KeyspacesQuotas.of(app).declare({ tables: 299 })).hasWarning('/Stack/Table0', warning('tables', 'quota of 299'));
  });

  test('of another kind does not', () => {
    make((app) => KeyspacesQuotas.of(app).declare({ keyspaces: 500 })).hasWarning('/Stack/Table0', warning('tables'));
  });

  test('of a stack goes before that of the app, and what is declared once stays', () => {
    const annotations = make((app, stack) => {
      KeyspacesQuotas.of(app).declare({ tables: 100 });
      KeyspacesQuotas.of(stack).declare({ tables: 300 });
      KeyspacesQuotas.of(stack).declare({ keyspaces: 300 });
    });
    annotations.hasNoWarning('*', Match.anyValue());
  });

  test('may be a token', () => {
    const tables = Lazy.number({ produce: () => 300 });
    make((app) => KeyspacesQuotas.of(app).declare({ tables })).hasNoWarning('*', Match.anyValue());
  });

  test.each<KeyspacesQuotasOptions>([{ tables: 0 }, { keyspaces: 1.5 }, { userDefinedTypes: NaN }])('fails for %j', (quotas) => {
    const refusal = refusalOf(() => KeyspacesQuotas.of(literalStack()).declare(quotas));
    expect(refusal.name).toBe('QuotaInvalid');
    expect(refusal.message).toContain(`the quota "${Object.keys(quotas)[0]}"`);
  });
});

test('the warning can be acknowledged', () => {
  const stack = literalStack(quiet());
  Validations.of(stack).acknowledge({ id: 'cdk-keyspaces:tablesAboveQuota', reason: 'on purpose' });
  fill(stack, 257);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('stacks without this library are left alone', () => {
  const stack = literalStack(quiet());
  new CfnKeyspace(stack, 'Shop');
  new CfnType(stack, 'Type', { keyspaceName: 'shop', typeName: 'plain', fields: [] });
  for (let index = 0; index < 257; index++) {
    new CfnTable(stack, `Table${index}`, { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }] });
  }
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
