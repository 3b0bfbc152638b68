import { CfnKeyspace, type CfnTableProps, CfnType } from 'aws-cdk-lib/aws-cassandra';
import { Checkout, columns, table } from './checkout';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const TWO = { regularColumns: columns({ total: 'decimal', note: 'text' }) };
const CLUSTERED = { clusteringKeyColumns: [{ column: columns({ placed_at: 'timeuuid' })[0], orderBy: 'ASC' }] };
const NOTE = { ...CLUSTERED, regularColumns: columns({ note: 'text static' }) };
const ALTERING = 'CloudFormation would answer "Altering column is not supported in CloudFormation currently"'
  + ' and may end in UPDATE_ROLLBACK_FAILED';
const EXISTS = 'CloudFormation would replace it, and fail because "shop|orders" already exists';

type Props = Partial<CfnTableProps>;
type Edit = [what: string, before: Props, refused: Props, code: string, says: string, accepted: Props];
const EDITS: Edit[] = [
  ['a removed column', TWO, { regularColumns: columns({ total: 'decimal' }) }, 'SchemaLockColumnRemoved',
    `the column "note" of type text too, as in FILE, because columns can only be added: ${ALTERING}`, { regularColumns: columns({ note: 'text', more: 'int', total: 'decimal' }) }],
  ['all columns removed', TWO, { regularColumns: undefined }, 'SchemaLockColumnRemoved', 'has the columns []', TWO],
  ['a renamed column', TWO, { regularColumns: columns({ total: 'decimal', remark: 'text' }) }, 'SchemaLockColumnRemoved', 'has the columns ["total","remark"]', TWO],
  ['another type of a column', {}, { regularColumns: columns({ total: 'double' }) }, 'SchemaLockColumnTypeChanged',
    `the column "total" of table shop.orders (Shop/Orders) has the type "double": expected decimal as in FILE: ${ALTERING}`, { regularColumns: columns({ total: 'DECIMAL' }) }],
  ['another case of a quoted type', { regularColumns: columns({ home: 'frozen<"Address">' }) }, { regularColumns: columns({ home: 'frozen<"address">' }) },
    'SchemaLockColumnTypeChanged', 'expected frozen<"Address">', { regularColumns: columns({ home: 'FROZEN<"Address">' }) }],
  ['a column that becomes static', { ...NOTE, regularColumns: columns({ note: 'text' }) }, NOTE, 'SchemaLockStaticChanged', 'has the type "text static": expected no static column', { ...NOTE, regularColumns: columns({ note: 'text', more: 'text static' }) }],
  ['a column that becomes a regular one', NOTE, { ...NOTE, regularColumns: columns({ note: 'text' }) }, 'SchemaLockStaticChanged', 'has the type "text": expected a static column', { ...NOTE, regularColumns: columns({ note: 'TEXT STATIC' }) }],
  ['another key', {}, { partitionKeyColumns: columns({ customer: 'uuid' }) }, 'SchemaLockKeyChanged', `expected [["customer_id uuid"],[]] as in FILE, because a key never changes: ${EXISTS}`, {}],
  ['another type of a key column', {}, { partitionKeyColumns: columns({ customer_id: 'timeuuid' }) }, 'SchemaLockKeyChanged', 'is [["customer_id timeuuid"],[]]', {}],
  ['a type of a key column that is written in another way', {}, { partitionKeyColumns: columns({ customer_id: 'UUID' }) }, 'SchemaLockKeyChanged', 'is [["customer_id UUID"],[]]', {}],
  ['another order of the key', { partitionKeyColumns: columns({ year: 'int', month: 'int' }) }, { partitionKeyColumns: columns({ month: 'int', year: 'int' }) },
    'SchemaLockKeyChanged', 'is [["month int","year int"],[]]', { partitionKeyColumns: columns({ year: 'int', month: 'int' }) }],
  ['a column that moves from the partition key to the clustering columns', { partitionKeyColumns: columns({ customer_id: 'uuid', placed_at: 'timeuuid' }) },
    { clusteringKeyColumns: [{ column: columns({ placed_at: 'timeuuid' })[0] }] }, 'SchemaLockKeyChanged', 'is [["customer_id uuid"],["placed_at timeuuid"]]',
    { partitionKeyColumns: columns({ customer_id: 'uuid', placed_at: 'timeuuid' }) }],
  ['a clustering column more', {}, CLUSTERED, 'SchemaLockKeyChanged', 'is [["customer_id uuid"],["placed_at timeuuid ASC"]]', {}],
  ['another clustering order', CLUSTERED, { clusteringKeyColumns: [{ ...CLUSTERED.clusteringKeyColumns[0], orderBy: 'DESC' }] }, 'SchemaLockClusteringOrderChanged',
    `is ["placed_at timeuuid DESC"]: expected ["placed_at timeuuid ASC"] as in FILE, because the order of rows never changes: ${EXISTS}`, CLUSTERED],
  ['a clustering order that is left out', CLUSTERED, { clusteringKeyColumns: [{ ...CLUSTERED.clusteringKeyColumns[0], orderBy: undefined }] }, 'SchemaLockClusteringOrderChanged', 'is ["placed_at timeuuid"]', CLUSTERED],
  ['client-side timestamps turned on', {}, { clientSideTimestampsEnabled: true }, 'SchemaLockTimestampsChanged',
    `are true: expected "not set" as in FILE, because CloudFormation sets them only when it creates a table: ${EXISTS}`, {}],
  ['client-side timestamps turned off', { clientSideTimestampsEnabled: true }, { clientSideTimestampsEnabled: false }, 'SchemaLockTimestampsChanged', 'are false: expected true', { clientSideTimestampsEnabled: true }],
  ['another name', {}, { tableName: 'orders_v2' }, 'SchemaLockNameChanged',
    'Shop/Orders makes the "table shop.orders_v2": expected the table shop.orders as in FILE, because CloudFormation would make a new, empty one and delete the old one with its data', {}],
  ['another keyspace', {}, { keyspaceName: 'store' }, 'SchemaLockNameChanged', 'makes the "table store.orders"', {}],
  ['another view type of an enabled stream', { cdcSpecification: { status: 'ENABLED' } }, { cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' } },
    'SchemaLockViewTypeChanged', 'has the view type "KEYS_ONLY": expected NEW_AND_OLD_IMAGES as in FILE', { cdcSpecification: { status: 'DISABLED', viewType: 'KEYS_ONLY' } }],
];

test.each(EDITS)('fails for %s, whoever synthesizes, and leaves the file alone', (_what, before, refused, code, says) => {
  expect(checkout.table(before)).toEqual({ error: '', warnings: [] });
  const { text } = checkout;
  for (const by of ['cli', 'test', 'ci'] as const) {
    const { error } = checkout.table(refused, by);
    expect(error).toContain(`[${code}]`);
    expect(error.replaceAll(checkout.file, 'FILE')).toContain(says);
    expect(error).toContain('SchemaLock.of(this).acceptReplacement(...) on Shop/Orders');
    expect(error).toContain('was never deployed, take that file back to what is deployed by version control');
    expect(checkout.text).toBe(text);
  }
});

test.each(EDITS)('takes the nearest edit to %s that is allowed', (_what, before, _refused, _code, _says, accepted) => {
  checkout.table(before);
  expect(checkout.table(accepted)).toEqual({ error: '', warnings: [] });
  expect(checkout.table(accepted, 'ci').error).toBe('');
});

test('fails for all edits of all tables at once', () => {
  const build = (type: string, id: string) => checkout.stack((stack) => {
    table(stack, { regularColumns: columns({ total: type, note: type }) });
    table(stack, { tableName: 'customers', partitionKeyColumns: columns({ [id]: 'uuid' }) }, 'Customers');
  });
  build('int', 'id');
  const { error } = build('text', 'key');
  expect(error.match(/\[SchemaLock\w+\]/g)).toEqual(['[SchemaLockColumnTypeChanged]', '[SchemaLockColumnTypeChanged]', '[SchemaLockKeyChanged]']);
});

test('says that a table without a name is replaced by an empty one, and what becomes of the old one', () => {
  const build = (column: string, policy?: string) => checkout.stack((stack) => {
    table(stack, { tableName: undefined, partitionKeyColumns: columns({ [column]: 'uuid' }) }).addOverride('UpdateReplacePolicy', policy);
  });
  build('id');
  expect(build('key').error).toContain('would replace it by a new, empty one and delete the old one with its data');
  expect(build('key', 'Retain').error).toContain('would replace it by a new, empty one and leave the old one behind');
});

const type = (fields: Record<string, string>, typeName = 'address') => checkout.stack((stack) => {
  new CfnType(stack, 'Address', { keyspaceName: 'shop', typeName, fields: Object.entries(fields).map(([fieldName, fieldType]) => ({ fieldName, fieldType })) });
});

test.each<[string, Record<string, string>]>([
  ['more', { street: 'text', city: 'text' }], ['other', { road: 'text' }], ['no', {}], ['another type of', { street: 'ascii' }],
])('fails for %s fields of a user-defined type', (_what, fields) => {
  type({ street: 'text' });
  const { error } = type(fields);
  expect(error).toContain('[SchemaLockFieldsChanged]');
  expect(error).toContain('expected {"street":"text"}');
  expect(error).toContain('fail because "shop|address" already exists');
});

test('takes the fields of a user-defined type in another order', () => {
  type({ street: 'text', city: 'text' });
  expect(type({ city: 'text', street: 'text' }, 'address')).toEqual({ error: '', warnings: [] });
});

test('fails for another name of a user-defined type', () => {
  type({ street: 'text' });
  expect(type({ street: 'text', city: 'text' }, 'address_v2').error).toContain('[SchemaLockNameChanged]');
});

const keyspace = (regionList?: string[], clientSideTimestampsEnabled?: boolean) => checkout.stack((stack) => {
  new CfnKeyspace(stack, 'Keyspace', {
    keyspaceName: 'shop',
    replicationSpecification: regionList && { replicationStrategy: 'MULTI_REGION', regionList },
    clientSideTimestampsEnabled,
  });
});

test('fails for a Region that is taken from a keyspace, and takes one that is added', () => {
  expect(keyspace()).toEqual({ error: '', warnings: [] });
  expect(keyspace(['us-east-1', 'eu-west-1'])).toEqual({ error: '', warnings: [] });
  expect(keyspace(['eu-west-1', 'us-east-1', 'eu-west-2'])).toEqual({ error: '', warnings: [] });
  for (const fewer of [['us-east-1', 'eu-west-1'], undefined]) {
    const { error } = keyspace(fewer);
    expect(error).toContain('[SchemaLockRegionRemoved]');
    expect(error).toContain('expected all of eu-west-1, eu-west-2, us-east-1');
  }
});

test('fails when client-side timestamps of a keyspace are turned off, and takes them turned on', () => {
  keyspace();
  expect(keyspace(undefined, true)).toEqual({ error: '', warnings: [] });
  for (const value of [false, undefined]) expect(keyspace(undefined, value).error).toContain('[SchemaLockTimestampsChanged]');
});
