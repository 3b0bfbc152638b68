import { Construct } from 'constructs';
import { constructId } from './construct-id';
import type { SchemaResources, SchemaResourcesProps } from './schema-resources';
import { given } from './table-options';
import type { IKeyspace } from '../keyspace/ikeyspace';
import { Keyspace } from '../keyspace/keyspace';
import { Replication } from '../keyspace/replication';
import { refusal } from '../private/errors';
import { addTags } from '../private/tags';
import { find } from '../schema/find-by-name';

/** Where a part of the schema goes. */
interface Place {
  readonly keyspace: IKeyspace;
  /** The keyspace's name in the ids of what is in it; none where everything is in the one keyspace that was given. */
  readonly idPrefix?: string;
}

type Props = Pick<SchemaResourcesProps, 'schema' | 'keyspace' | 'existingKeyspaces' | 'removalPolicy' | 'keyspaceDefaults' | 'keyspaces'>;

/** The keyspaces of a schema: given, or made as it declares them. */
export class SchemaKeyspaces {
  private readonly places = new Map<string | undefined, Place>();
  private readonly made: Construct;

  constructor(private readonly scope: SchemaResources, private readonly props: Props) {
    this.made = new Construct(scope, 'Keyspaces');
    const { schema } = props;
    const names = new Set([...schema.keyspaces.map(({ name }) => name), ...[...schema.types, ...schema.tables].map((part) => part.keyspaceName)]);
    this.requireKnown([...names].filter((name) => name !== undefined));
    const places = new Map([...names].sort().map((name) => [name, this.place(name, names.size === 1)]));
    for (const name of names) this.places.set(name, places.get(name)!);
    this.requireUse();
  }

  /** Each once, in the order of the schema. */
  public get all(): IKeyspace[] {
    return [...new Set([...this.places.values()].map(({ keyspace }) => keyspace))];
  }

  public of(name: string | undefined): Place {
    return this.places.get(name)!;
  }

  public named(name: string): IKeyspace {
    const places = [...this.places].flatMap(([of, { keyspace }]) => of === undefined ? [] : [{ keyspaceName: undefined, name: of, keyspace }]);
    return find('keyspace', places, name, (place) => place.name).keyspace;
  }

  private place(name: string | undefined, isOnly: boolean): Place {
    const { keyspace, existingKeyspaces, keyspaces } = this.props;
    const existing = own(existingKeyspaces, name);
    const replacement = name === undefined || (isOnly && !existing) ? keyspace : undefined;
    if (name !== undefined && (existing ?? replacement) && own(keyspaces, name)) throw this.refusalOfOptions(name);
    if (replacement) return { keyspace: replacement };
    if (existing) return { keyspace: existing, idPrefix: name };
    return { keyspace: this.make(name), idPrefix: name };
  }

  private make(name: string | undefined): IKeyspace {
    const { schema, removalPolicy, keyspaceDefaults = {}, keyspaces } = this.props;
    const declared = schema.keyspaces.find((keyspace) => keyspace.name === name);
    if (name === undefined || !declared) throw this.refusalOfMissing(name);
    const { replicationRegions } = declared;
    const made = new Keyspace(this.made, constructId(this.scope, name), {
      keyspaceName: name,
      removalPolicy,
      ...given(keyspaceDefaults),
      ...replicationRegions && { replication: Replication.multiRegion(...replicationRegions) },
      ...given(own(keyspaces, name) ?? {}),
    });
    addTags(made, declared._tags);
    return made;
  }

  private requireKnown(names: string[]): void {
    const { existingKeyspaces = {}, keyspaces = {} } = this.props;
    for (const name of [...Object.keys(existingKeyspaces), ...Object.keys(keyspaces)]) {
      find('keyspace', names.map((each) => ({ keyspaceName: undefined, name: each })), name, (each) => each.name);
    }
  }

  private requireUse(): void {
    const { keyspace } = this.props;
    const places = [...this.places.values()];
    const isUsed = places.some((place) => place.keyspace === keyspace && place.idPrefix === undefined);
    if (!keyspace || places.length === 0 || isUsed) return;
    throw refusal('KeyspaceUnused', this.scope, {
      what: 'with a keyspace given, the schema has keyspaces',
      got: [...this.places.keys()],
      expected: 'types or tables in none, or everything in one and the same',
      remedy: 'give it as one of existingKeyspaces, under the name that it has in the schema',
    });
  }

  private refusalOfMissing(name: string | undefined): Error {
    const { schema } = this.props;
    const parts = [...schema.types.map((type) => type.name), ...schema.tables.map((table) => table.tableName)];
    if (name === undefined) {
      const [first] = [...schema.types, ...schema.tables].flatMap((part, index) => part.keyspaceName === undefined ? [parts[index]] : []);
      return refusal('KeyspaceMissing', this.scope, {
        what: 'in no keyspace the type or table',
        got: first,
        expected: 'a keyspace for everything',
        remedy: 'give the keyspace, or put a USE statement before it',
      });
    }
    return refusal('KeyspaceMissing', this.scope, {
      what: 'types or tables in the keyspace',
      got: name,
      expected: 'one that the schema declares, or one that is given',
      remedy: 'add its CREATE KEYSPACE statement, or give it, as keyspace or by its name in existingKeyspaces',
    });
  }

  private refusalOfOptions(name: string): Error {
    return refusal('KeyspaceOptionsUnused', this.scope, {
      what: 'options in keyspaces for',
      got: name,
      expected: 'none for a keyspace that is given and not made here',
      remedy: 'leave out the options, or do not give the keyspace',
    });
  }
}

/** Not what every object has anyway, which would be there for a keyspace called "constructor". */
function own<T>(record: { [name: string]: T } = {}, name: string | undefined): T | undefined {
  return name !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
