import { Token } from 'aws-cdk-lib';
import type { IDependable } from 'constructs';
import { cqlTypeName, nameOfCql } from './cql/names';
import { parseType } from './cql/read-part';
import { refusal } from '../private/errors';

/**
 * How many frozen types may be nested in one another.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_FROZEN_LEVELS = 8;

type Kind = 'native' | 'counter' | 'collection' | 'tuple' | 'user-defined';

/** What a type is made of beyond its text. */
interface Structure {
  readonly kind: Kind;
  readonly isFrozen?: boolean;
  readonly frozenLevels?: number;
  readonly userDefinedTypes?: string[];
  readonly dependencies?: IDependable[];
}

/**
 * The type of a column.
 *
 * What has to be frozen inside another type is frozen here, because there is no other way to write it:
 * `CqlType.list(CqlType.set(CqlType.INT))` is `list<frozen<set<int>>>`. At the top level `CqlType.frozen()` decides.
 *
 * Amazon Keyspaces has neither `duration` nor `vector` nor custom types.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html
 */
export class CqlType {
  /** US-ASCII text. */
  public static readonly ASCII = CqlType.native('ascii');
  /** A 64-bit signed integer. */
  public static readonly BIGINT = CqlType.native('bigint');
  /** Arbitrary bytes. */
  public static readonly BLOB = CqlType.native('blob');
  /** `true` or `false`. */
  public static readonly BOOLEAN = CqlType.native('boolean');
  /** A 64-bit counter: never in a key, and only beside other counters. */
  public static readonly COUNTER = new CqlType('counter', { kind: 'counter' });
  /** A date without a time. */
  public static readonly DATE = CqlType.native('date');
  /** A decimal of variable precision. */
  public static readonly DECIMAL = CqlType.native('decimal');
  /** A 64-bit floating point number. */
  public static readonly DOUBLE = CqlType.native('double');
  /** A 32-bit floating point number. */
  public static readonly FLOAT = CqlType.native('float');
  /** An IPv4 or IPv6 address. */
  public static readonly INET = CqlType.native('inet');
  /** A 32-bit signed integer. */
  public static readonly INT = CqlType.native('int');
  /** A 16-bit signed integer. */
  public static readonly SMALLINT = CqlType.native('smallint');
  /** UTF-8 text. */
  public static readonly TEXT = CqlType.native('text');
  /** A time without a date, in nanoseconds. */
  public static readonly TIME = CqlType.native('time');
  /** A point in time, in milliseconds. */
  public static readonly TIMESTAMP = CqlType.native('timestamp');
  /** A version 1 UUID: unique, and ordered by time. */
  public static readonly TIMEUUID = CqlType.native('timeuuid');
  /** An 8-bit signed integer. */
  public static readonly TINYINT = CqlType.native('tinyint');
  /** A UUID of any version. */
  public static readonly UUID = CqlType.native('uuid');
  /** The same as `text`. */
  public static readonly VARCHAR = CqlType.native('varchar');
  /** An integer of arbitrary precision. */
  public static readonly VARINT = CqlType.native('varint');

  /** An ordered collection that may repeat its elements. */
  public static list(element: CqlType): CqlType {
    return CqlType.parameterized('list', [element]);
  }

  /** A sorted collection of distinct elements. */
  public static set(element: CqlType): CqlType {
    return CqlType.parameterized('set', [element]);
  }

  /** A collection of values by key. */
  public static map(key: CqlType, value: CqlType): CqlType {
    return CqlType.parameterized('map', [key, value]);
  }

  /** A fixed sequence of types. Always frozen. */
  public static tuple(...elements: CqlType[]): CqlType {
    if (elements.length === 0) {
      throw refusal('TupleEmpty', undefined, {
        what: 'a tuple of',
        got: [],
        expected: 'at least one element type',
        remedy: 'pass the types of its elements',
      });
    }
    return CqlType.frozenOf(CqlType.parameterized('tuple', elements));
  }

  /**
   * A user-defined type of the table's own keyspace, by its name as in CQL: without quotes it is in lower case, whatever
   * is written, and in double quotes it is taken as it is. A token is never changed.
   *
   * For a type of the same app use `cqlType` of the construct: then it is also made before what uses it.
   */
  public static udt(name: string): CqlType {
    const held = Token.isUnresolved(name) ? name : nameOfCql(name);
    if (held !== undefined) return CqlType.userDefined(held);
    throw refusal('UserDefinedTypeNameInvalid', undefined, {
      what: 'name of a user-defined type',
      got: name,
      expected: 'a name alone: a letter, then letters, digits and underscores, or anything in double quotes',
      remedy: 'put it in double quotes, or build other types with CqlType.list(), .frozen() and so on',
    });
  }

  /**
   * A type as CQL says it, such as `frozen<map<text, list<int>>>`. What is no native type is a user-defined type of the
   * table's own keyspace.
   *
   * Fails for what cannot be read, for what Amazon Keyspaces lacks, and where `frozen` is missing.
   */
  public static parse(text: string): CqlType {
    return parseType(text);
  }

  /** Reads and writes the whole value at once. Only frozen collections and user-defined types may stand in a key. */
  public static frozen(type: CqlType): CqlType {
    if (type.isFrozen) return type;
    if (type.kind === 'collection' || type.kind === 'user-defined') {
      return CqlType.frozenOf(type);
    }
    throw refusal('TypeNotFreezable', undefined, {
      what: 'frozen() of',
      got: type.cql,
      expected: 'a collection, a tuple or a user-defined type',
      remedy: 'leave out frozen(): the type has no parts',
    });
  }

  /** The type that a construct makes, by the name that the service holds.
   * @internal
   */
  public static _ofUserDefinedType(name: string, dependency: IDependable): CqlType {
    return CqlType.userDefined(name, [dependency]);
  }

  private static native(name: string): CqlType {
    return new CqlType(name, { kind: 'native' });
  }

  private static userDefined(name: string, dependencies: IDependable[] = []): CqlType {
    return new CqlType(cqlTypeName(name), { kind: 'user-defined', userDefinedTypes: [name], dependencies });
  }

  private static parameterized(name: 'list' | 'set' | 'map' | 'tuple', parameters: CqlType[]): CqlType {
    const inner = parameters.map((parameter) => parameter.inside(name));
    return new CqlType(`${name}<${inner.map((parameter) => parameter.cql).join(', ')}>`, {
      kind: name === 'tuple' ? 'tuple' : 'collection',
      frozenLevels: Math.max(...inner.map((type) => type.frozenLevels)),
      userDefinedTypes: inner.flatMap((type) => type._userDefinedTypes),
      dependencies: inner.flatMap((type) => type._dependencies),
    });
  }

  private static frozenOf(type: CqlType): CqlType {
    const frozenLevels = type.frozenLevels + 1;
    if (frozenLevels <= MAX_FROZEN_LEVELS) {
      return new CqlType(`frozen<${type.cql}>`, {
        kind: type.kind,
        isFrozen: true,
        frozenLevels,
        userDefinedTypes: type._userDefinedTypes,
        dependencies: type._dependencies,
      });
    }
    throw refusal('TypeNestedTooDeep', undefined, {
      what: 'levels of frozen types',
      got: frozenLevels,
      expected: `at most ${MAX_FROZEN_LEVELS}`,
      remedy: `flatten ${type.cql}, or store its inner part as a blob`,
    });
  }

  /** The type as CQL, in canonical lower case. */
  public readonly cql: string;

  /** The user-defined types that it mentions, each once, by the names that the service holds.
   * @internal
   */
  public readonly _userDefinedTypes: string[];

  /** The constructs that have to be there before it.
   * @internal
   */
  public readonly _dependencies: IDependable[];

  private readonly kind: Kind;
  private readonly isFrozen: boolean;
  private readonly frozenLevels: number;

  private constructor(cql: string, structure: Structure) {
    this.cql = cql;
    this.kind = structure.kind;
    this.isFrozen = structure.isFrozen ?? false;
    this.frozenLevels = structure.frozenLevels ?? 0;
    this._userDefinedTypes = [...new Set(structure.userDefinedTypes)];
    this._dependencies = [...new Set(structure.dependencies)];
  }

  /** @internal */
  public get _isCounter(): boolean {
    return this.kind === 'counter';
  }

  /** Whether the value is stored in parts, which no key can be.
   * @internal
   */
  public get _isMultiCell(): boolean {
    return (this.kind === 'collection' || this.kind === 'user-defined') && !this.isFrozen;
  }

  /** Whether it is a user-defined type itself, not frozen.
   * @internal
   */
  public get _isUnfrozenUserDefinedType(): boolean {
    return this.kind === 'user-defined' && !this.isFrozen;
  }

  /** The type as CQL. */
  public toString(): string {
    return this.cql;
  }

  private inside(outer: string): CqlType {
    if (this._isCounter) {
      throw refusal('CounterNested', undefined, {
        what: `in a ${outer} the type`,
        got: this.cql,
        expected: 'any type but counter',
        remedy: 'make the counter a column of its own, or use bigint',
      });
    }
    return this._isMultiCell ? CqlType.frozen(this) : this;
  }
}
