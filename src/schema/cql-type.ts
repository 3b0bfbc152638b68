import { Token } from 'aws-cdk-lib';
import { refusal } from '../private/errors';

/**
 * How many frozen types may be nested in one another.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_FROZEN_LEVELS = 8;

type Kind = 'native' | 'counter' | 'collection' | 'tuple' | 'user-defined';

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
  public static readonly COUNTER = new CqlType('counter', 'counter', false, 0);
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
   * A user-defined type of the table's own keyspace, by name.
   *
   * The name is taken as it is, never changed in case, so it may be a token, or quoted.
   */
  public static udt(name: string): CqlType {
    if (Token.isUnresolved(name) || /^(\w+|"[^"]+")$/.test(name)) return new CqlType(name, 'user-defined', false, 0);
    throw refusal('UserDefinedTypeNameInvalid', undefined, {
      what: 'name of a user-defined type',
      got: name,
      expected: 'a name alone',
      remedy: 'build other types with CqlType.list(), .frozen() and so on',
    });
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

  private static native(name: string): CqlType {
    return new CqlType(name, 'native', false, 0);
  }

  private static parameterized(name: 'list' | 'set' | 'map' | 'tuple', parameters: CqlType[]): CqlType {
    const inner = parameters.map((parameter) => parameter.inside(name));
    const text = `${name}<${inner.map((parameter) => parameter.cql).join(', ')}>`;
    return new CqlType(text, name === 'tuple' ? 'tuple' : 'collection', false, Math.max(...inner.map((type) => type.frozenLevels)));
  }

  private static frozenOf(type: CqlType): CqlType {
    const frozenLevels = type.frozenLevels + 1;
    if (frozenLevels <= MAX_FROZEN_LEVELS) return new CqlType(`frozen<${type.cql}>`, type.kind, true, frozenLevels);
    throw refusal('TypeNestedTooDeep', undefined, {
      what: 'levels of frozen types',
      got: frozenLevels,
      expected: `at most ${MAX_FROZEN_LEVELS}`,
      remedy: `flatten ${type.cql}, or store its inner part as a blob`,
    });
  }

  private constructor(
    /** The type as CQL, in canonical lower case. */
    public readonly cql: string,
    private readonly kind: Kind,
    private readonly isFrozen: boolean,
    private readonly frozenLevels: number,
  ) {}

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
