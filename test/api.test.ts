import { readFileSync } from 'fs';
import { join } from 'path';

/** What jsii says of the library: see https://aws.github.io/jsii/specification/3-type-system/. */
interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

interface Member extends Documented {
  readonly optional?: boolean;
  /** The type that the member is described in, where this one only implements it. */
  readonly overrides?: string;
}

interface Type extends Documented {
  readonly fqn: string;
  readonly kind: 'class' | 'enum' | 'interface';
  /** Whether an interface is a bag of properties. */
  readonly datatype?: boolean;
  readonly methods?: Member[];
  readonly properties?: Member[];
  readonly members?: Member[];
}

/** Parts of the data that is described, not properties of something. */
const DATA = ['ClusteringColumn', 'Column'];

interface Rule {
  readonly rule: string;
  readonly broken: (type: Type) => string[];
  readonly bad: Type;
}

const members = ({ methods = [], properties = [], members: values = [] }: Type) => [...methods, ...properties, ...values];
const names = (broken: Documented[]) => broken.map(({ name }) => name);
const isBehaviour = ({ kind, datatype }: Type) => kind === 'interface' && !datatype;

const GOOD: Type = { fqn: 'cdk-keyspaces.Table', name: 'Table', kind: 'class', docs: { summary: 'A table.' } };
const STRUCT: Type = { ...GOOD, fqn: 'cdk-keyspaces.TableProps', name: 'TableProps', kind: 'interface', datatype: true };
const INTERFACE: Type = { ...GOOD, fqn: 'cdk-keyspaces.ITable', name: 'ITable', kind: 'interface' };

const RULES: Rule[] = [
  {
    rule: 'every type says what it is for',
    broken: ({ name, docs }) => docs?.summary ? [] : [name],
    bad: { ...GOOD, docs: {} },
  },
  {
    rule: 'every method, property and value says what it is for, or implements one that does',
    broken: (type) => names(members(type).filter(({ docs, overrides }) => !docs?.summary && !overrides)),
    bad: { ...GOOD, methods: [{ name: 'metric' }] },
  },
  {
    rule: 'every optional property says what is taken instead',
    broken: ({ datatype, properties = [] }) => datatype ? names(properties.filter(({ optional, docs }) => optional && !docs?.default)) : [],
    bad: { ...STRUCT, properties: [{ name: 'tableName', optional: true, docs: { summary: 'The name.' } }] },
  },
  {
    rule: 'a bag of properties is called Props, Options or Attributes',
    broken: ({ datatype, name }) => datatype && !/(Props|Options|Attributes)$/.test(name) && !DATA.includes(name) ? [name] : [],
    bad: { ...STRUCT, name: 'TableConfig' },
  },
  {
    rule: 'permissions are given by grants, not by methods of an interface',
    broken: (type) => isBehaviour(type) ? names((type.methods ?? []).filter(({ name }) => /^grant/.test(name))) : [],
    bad: { ...INTERFACE, methods: [{ name: 'grantReadData', docs: { summary: 'Allows reading.' } }] },
  },
  {
    rule: 'the API is flat: moving a file changes no name',
    broken: ({ fqn }) => /^cdk-keyspaces\.\w+$/.test(fqn) ? [] : [fqn],
    bad: { ...GOOD, fqn: 'cdk-keyspaces.table.Table' },
  },
];

const types: Type[] = Object.values(JSON.parse(readFileSync(join(__dirname, '..', '.jsii'), 'utf8')).types);
const complaints = ({ broken }: Rule, candidates: Type[]) => candidates.flatMap((type) => broken(type).map((what) => `${type.name}: ${what}`));

test('there is an API', () => {
  expect(names(types)).toEqual(expect.arrayContaining([
    'EndpointPolicy', 'ITable', 'Keyspace', 'KeyspacesKey', 'PrivateKeyspacesAccess', 'Table', 'TableProps', 'TableSchema',
  ]));
});

describe.each(RULES)('$rule', (rule) => {
  test('in the whole API', () => expect(complaints(rule, types)).toEqual([]));

  test('or it is noticed', () => expect(complaints(rule, [rule.bad])).toHaveLength(1));
});
