import { App, Aspects, Aws, CfnCondition, CfnResource, Fn, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnKeyspace, CfnTable } from 'aws-cdk-lib/aws-cassandra';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { circle, greatestInFlight, type TemplateEdit } from './in-flight';
import { type IKeyspace, Keyspace, SchemaWindow, Table } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

function tables(stack: Stack, count: number, keyspace: IKeyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' })): Table[] {
  return Array.from({ length: count }, (_, index) =>
    new Table(stack, `T${index}`, { keyspace, schema: ORDERS, tableName: `table_${index}` }));
}

const resourceOf = (table: Table) => table.node.defaultChild as CfnTable;

/** Keyspaces still come before their tables. */
const withoutWindow: TemplateEdit = ({ Resources: resources }) => {
  for (const resource of Object.values<any>(resources)) {
    resource.DependsOn = [resource.DependsOn ?? []].flat().filter((name: string) => resources[name].Type === 'AWS::Cassandra::Keyspace');
  }
};

/** What each table waits for, by the names of the constructs. */
function waiting(stack: Stack): Record<string, string[]> {
  const resources: Record<string, any> = (Stage.of(stack)!.synth().getStackArtifact(stack.artifactId).template as any).Resources;
  const named = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');
  return Object.fromEntries(Object.entries(resources).filter(([, { DependsOn: on }]) => on).map(([logicalId, { DependsOn: on }]) =>
    [named(logicalId), [on].flat().map(named)]));
}

describe('120 tables at once', () => {
  const make = () => {
    const stack = literalStack();
    tables(stack, 120);
    return stack;
  };

  test('are never more than 25 under way', () => expect(greatestInFlight(make())).toBe(25));

  test('would be 120 without the window', () => expect(greatestInFlight(make(), withoutWindow)).toBe(120));
});

test('up to 25 keyspaces, tables and types depend on nothing but what they need', () => {
  const stack = literalStack();
  tables(stack, 24);
  expect(waiting(stack)).toEqual({});
});

test('each waits for the one that is the width before it', () => {
  const stack = literalStack();
  SchemaWindow.of(stack).width = 2;
  tables(stack, 5);
  // T0 needs the keyspace anyway, T1 is two places after it and needs it anyway, too.
  expect(waiting(stack)).toEqual({ T2: ['T0'], T3: ['T1'], T4: ['T2'] });
});

test('a table that is added changes no more than the window behind it', () => {
  const make = (names: number[]) => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = 3;
    const keyspace = new Keyspace(stack, 'Shop');
    for (const name of names) new Table(stack, `T${name}x`, { keyspace, schema: ORDERS });
    return waiting(stack);
  };
  const names = Array.from({ length: 20 }, (_, index) => index);
  const before = make(names);
  const changed = (after: Record<string, string[]>) => Object.keys(after).filter((name) => String(after[name]) !== String(before[name]));
  expect(changed(make([...names, 99]))).toEqual(['T99x']);
  expect(changed(make([...names.slice(0, 10), 99, ...names.slice(10)]))).toEqual(['T99x', 'T10x', 'T11x', 'T12x']);
});

describe('the width', () => {
  test.each([0, 51, -1, 2.5, NaN])('fails for %s', (width) => {
    const refusal = refusalOf(() => { SchemaWindow.of(literalStack()).width = width; });
    expect(refusal.name).toBe('SchemaWindowWidthInvalid');
    expect(refusal.message).toContain(`${width}: expected a whole number from 1 to 50`);
  });

  test.each([1, 7, 50])('may be %s', (width) => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = width;
    tables(stack, 60);
    expect(greatestInFlight(stack)).toBe(width);
  });

  test('is 25 unless it is set', () => expect(SchemaWindow.of(literalStack()).width).toBe(25));

  test('of an app holds for its stacks, and a stack\'s own goes before it', () => {
    const app = literalApp();
    const [one, two] = [literalStack(app, 'One'), literalStack(app, 'Two')];
    SchemaWindow.of(app).width = 4;
    SchemaWindow.of(two).width = 5;
    [one, two].forEach((stack) => tables(stack, 20));
    expect([one, two].map((stack) => greatestInFlight(stack))).toEqual([4, 5]);
  });

  test('set on a construct in a stack is that of the stack', () => {
    const stack = literalStack();
    const [table] = tables(stack, 10);
    SchemaWindow.of(table).width = 3;
    expect(SchemaWindow.of(stack).width).toBe(3);
    expect(greatestInFlight(stack)).toBe(3);
  });

  test('may be a token that is known at synthesis', () => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = Lazy.number({ produce: () => 2 });
    tables(stack, 10);
    expect(greatestInFlight(stack)).toBe(2);
  });

  test('fails at synthesis for a token that is not a number by then', () => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = Fn.ref('Width') as unknown as number;
    tables(stack, 10);
    expect(() => Stage.of(stack)!.synth()).toThrow(/known at synthesis.*\[SchemaWindowWidthInvalid\]/);
  });

  test('fails at synthesis for a token that is not in the bounds', () => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = Lazy.number({ produce: () => 51 });
    tables(stack, 10);
    expect(() => Stage.of(stack)!.synth()).toThrow(/from 1 to 50.*\[SchemaWindowWidthInvalid\]/);
  });
});

describe('nested stacks', () => {
  const make = (counts: number[], width: number) => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = width;
    const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
    counts.forEach((count, index) => tables(new NestedStack(stack, `Nested${index}`), count, keyspace));
    return stack;
  };

  test('share the window of the stack around them', () => expect(greatestInFlight(make([20, 20, 20], 10))).toBe(10));

  test('would each have their own without it', () => expect(greatestInFlight(make([20, 20, 20], 10), withoutWindow)).toBe(60));

  test('small ones are deployed at once', () => expect(greatestInFlight(make([2, 2, 2, 2], 6))).toBe(6));

  test('inside nested stacks count as well', () => {
    const stack = make([5], 4);
    tables(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'), 9, Keyspace.fromKeyspaceName(stack, 'Other', 'other'));
    expect(greatestInFlight(stack)).toBe(4);
  });

  test('may have a narrower window, but no wider one', () => {
    const stack = make([9, 9], 4);
    const [narrow, wide] = stack.node.children.filter((child) => NestedStack.isNestedStack(child));
    SchemaWindow.of(narrow).width = 2;
    SchemaWindow.of(wide).width = 9;
    expect(greatestInFlight(stack)).toBe(4);
  });
});

describe('what is there without this library', () => {
  const plain = (stack: Stack, count: number) => {
    new CfnKeyspace(stack, 'Plain', { keyspaceName: 'plain' });
    return Array.from({ length: count }, (_, index) => new CfnTable(stack, `Plain${index}`, {
      keyspaceName: 'plain', tableName: `plain_${index}`, partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }],
    }));
  };

  test('is in the window of a stack that uses the library', () => {
    const stack = literalStack();
    plain(stack, 40);
    tables(stack, 40);
    expect(greatestInFlight(stack)).toBe(25);
  });

  test('is left alone in other stacks', () => {
    const stack = literalStack();
    plain(stack, 40);
    expect(waiting(stack)).toEqual({});
  });

  test('gets a window by asking for one', () => {
    const stack = literalStack();
    plain(stack, 40);
    SchemaWindow.of(stack).width = 7;
    expect(greatestInFlight(stack)).toBe(7);
  });
});

describe('dependencies of the user\'s that point the other way', () => {
  const WAYS: [string, (first: Table, last: Table) => void][] = [
    ['between constructs', (first, last) => first.node.addDependency(last)],
    ['between resources', (first, last) => resourceOf(first).addDependency(resourceOf(last))],
    ['by Fn::Sub, over a third resource', (first, last) => {
      const { stack } = resourceOf(last);
      const text = Fn.sub(`\${${stack.resolve(resourceOf(last).logicalId)}}`);
      first.node.addDependency(new CfnResource(stack, 'Third', { type: 'Test::Third', properties: { text } }));
    }],
    ['by Fn::GetAtt, over a third resource', (first, last) => {
      const { stack } = resourceOf(last);
      const third = new CfnResource(stack, 'Third', { type: 'Test::Third', properties: { text: resourceOf(last).getAtt('Arn') } });
      resourceOf(first).addMetadata('third', third.ref);
      resourceOf(first).addPropertyOverride('Third', { Ref: 'Third' });
    }],
    ['by an aspect that comes last', (first, last) => Aspects.of(first.stack).add({
      visit: (construct: IConstruct) => { if (construct === last) first.node.addDependency(last); },
    }, { priority: 100_000 })],
    ['in something lazy', (first, last) => resourceOf(first).addPropertyOverride('Lazy', Lazy.any({ produce: () => resourceOf(last).ref }))],
    ['over a nested stack', (first, last) => {
      const nested = new NestedStack(first.stack, 'Nested');
      const inner = new CfnResource(nested, 'Inner', { type: 'Test::Inner', properties: { text: resourceOf(last).ref } });
      resourceOf(first).addPropertyOverride('Inner', inner.getAtt('Arn'));
    }],
  ];

  test.each(WAYS)('%s change the order, not the width', (_, depend) => {
    const stack = literalStack();
    SchemaWindow.of(stack).width = 3;
    const all = tables(stack, 12);
    depend(all[0], all[11]);
    expect(circle(stack)).toBeUndefined();
    expect(greatestInFlight(stack)).toBe(3);
  });
});

test('a table whose condition does not hold lets nobody through', () => {
  const stack = literalStack();
  SchemaWindow.of(stack).width = 2;
  const never = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals(1, 2) });
  for (const table of tables(stack, 12).filter((_, index) => index % 4 > 1)) {
    (table.node.defaultChild as CfnTable).cfnOptions.condition = never;
  }
  expect(greatestInFlight(stack, ({ Resources: resources }) => {
    for (const [logicalId, { Condition: condition }] of Object.entries<any>(resources)) if (condition) delete resources[logicalId];
  })).toBe(2);
});

test('other resources may have any properties, also joined of several parts', () => {
  const stack = new Stack(new App(), 'Stack');
  SchemaWindow.of(stack).width = 2;
  const [first] = tables(stack, 5);
  const bucket = new CfnBucket(stack, 'Bucket', {
    bucketName: `${Aws.ACCOUNT_ID}-${first.tableName}-${Aws.REGION}`,
    versioningConfiguration: { status: 'Enabled' },
    tags: [{ key: 'keyspace', value: Fn.join('-', [Fn.select(0, Fn.split('|', resourceOf(first).ref)), 'x']) }],
  });
  new CfnBucketPolicy(stack, 'Policy', { bucket: bucket.ref, policyDocument: stack.toJsonString({ Resource: `${bucket.attrArn}/*` }) });
  expect(greatestInFlight(stack)).toBe(2);
});

test('an app that is synthesized again, with more in it, keeps nothing of the former window', () => {
  const stack = literalStack();
  SchemaWindow.of(stack).width = 2;
  const all = tables(stack, 6);
  const app = stack.node.root as App;
  app.synth();
  all[0].node.addDependency(all[5]);
  app.synth({ force: true });
  expect(circle(stack)).toBeUndefined();
  expect(greatestInFlight(stack)).toBe(2);
});

test('nothing is added across stacks, nor between Stages', () => {
  const app = literalApp();
  const stacks = [literalStack(app, 'One'), literalStack(app, 'Two'), literalStack(new Stage(app, 'Stage'), 'Three')];
  stacks.forEach((stack) => tables(stack, 30, Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')));
  expect(stacks.map((stack) => greatestInFlight(stack))).toEqual([25, 25, 25]);
  expect(stacks.map(({ dependencies }) => dependencies)).toEqual([[], [], []]);
});
