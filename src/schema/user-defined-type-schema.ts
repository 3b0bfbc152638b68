import type { IDependable } from 'constructs';
import type { Column } from './column';
import { readUserDefinedType } from './cql/read-part';
import { writeType } from './cql/write';
import { throwFirst } from './schema-problem';
import { problemsOfType } from './validate-user-defined-type-schema';

/** What a user-defined type is made of. */
export interface UserDefinedTypeSchemaProps {
  /**
   * The name: at most 48 characters. The case is kept, so a name with anything but small letters, digits and
   * underscores has to be quoted in CQL.
   *
   * @default - whoever makes the type names it
   */
  readonly name?: string;

  /**
   * The keyspace that the type is in.
   *
   * @default - whoever makes the type says so
   */
  readonly keyspaceName?: string;

  /** The fields, in order. At least one. A type can never be changed. */
  readonly fields: Column[];
}

/**
 * The shape of a user-defined type: a named set of fields that belong together.
 *
 * Refuses what the service would refuse during the deployment: names, duplicates, counters, unfrozen user-defined types
 * among the fields, and more than 25 KB.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html
 */
export class UserDefinedTypeSchema {
  /**
   * The type that a CREATE TYPE statement declares.
   *
   * Fails with all that cannot be taken, each with its line.
   */
  public static fromCql(statement: string): UserDefinedTypeSchema {
    return readUserDefinedType(statement);
  }

  /** The name, where it has one. */
  public readonly name?: string;

  /** The keyspace, where it is known. */
  public readonly keyspaceName?: string;

  /** The fields, in order. */
  public readonly fields: Column[];

  constructor(props: UserDefinedTypeSchemaProps) {
    this.name = props.name;
    this.keyspaceName = props.keyspaceName;
    this.fields = [...props.fields];
    throwFirst(problemsOfType(this));
  }

  /** The statement that makes it. Fails without a name. */
  public toCql(): string {
    return writeType(this);
  }

  /** The user-defined types among its fields, each once, by the names that the service holds.
   * @internal
   */
  public get _userDefinedTypes(): string[] {
    return [...new Set(this.fields.flatMap(({ type }) => type._userDefinedTypes))];
  }

  /** The constructs that have to be there before it.
   * @internal
   */
  public get _dependencies(): IDependable[] {
    return [...new Set(this.fields.flatMap(({ type }) => type._dependencies))];
  }
}
