import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import { CfnType, type IKeyspaceRef, type TypeReference } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import type { IUserDefinedType, UserDefinedTypeAttributes } from './iuser-defined-type';
import { type Participant, TypesInUse } from './types-in-use';
import { useTypes } from './use-types';
import { refuseLossWithKeyspace } from '../keyspace/removal';
import { validateEnvironment } from '../keyspace/validate-environment';
import { warnOfOtherKeyspace } from '../keyspace/warn-of-other-keyspace';
import { refusal } from '../private/errors';
import { makeName, requireExistingName, requireTypeName } from '../private/names';
import { nameInOrder } from '../private/order';
import { warn } from '../private/warnings';
import { cqlName, cqlTypeName } from '../schema/cql/names';
import { CqlType } from '../schema/cql-type';
import type { UserDefinedTypeSchema } from '../schema/user-defined-type-schema';
import { SchemaWindow } from '../schema-window/schema-window';

/** How to make a user-defined type. */
export interface UserDefinedTypeProps {
  /** The keyspace that the type is in, and outside of which it cannot be used. */
  readonly keyspace: IKeyspaceRef;

  /** The fields. They can never be changed: make a new type, with a version in its name. */
  readonly schema: UserDefinedTypeSchema;

  /**
   * The name, as the service holds it: at most 48 characters. Put a version into it (`address_v1`), because a type can
   * be neither changed nor renamed.
   *
   * @default - the name in the schema, else one made from the construct's path, in lower case
   */
  readonly typeName?: string;

  /**
   * What happens to the type when it is removed from the app. A type that a table or another type still uses cannot be
   * deleted, so a type that would be destroyed is refused as long as something that is kept uses it.
   *
   * With the default it is kept, but gone when the very deployment that creates it fails and is rolled back.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What a type made here and an imported one have in common. */
abstract class UserDefinedTypeBase extends Resource implements IUserDefinedType {
  public abstract readonly keyspaceName: string;
  public abstract readonly typeName: string;

  public get cqlType(): CqlType {
    return CqlType._ofUserDefinedType(this.typeName, this);
  }

  public get typeRef(): TypeReference {
    return { keyspaceName: this.keyspaceName, typeName: this.typeName };
  }
}

/**
 * A user-defined type of Amazon Keyspaces (for Apache Cassandra): a named set of fields, for columns of tables and for
 * fields of other types in the same keyspace.
 *
 * It is created after its keyspace and the types that it uses, and before the tables and types that use it, whether
 * they were given `cqlType` or the name alone.
 *
 * A type can never be changed: Amazon Keyspaces has no `ALTER TYPE`, and CloudFormation can only replace it, which
 * fails under the same name and leaves the tables with the old type under another. For other fields make a second
 * type, with the next version in its name, and use it in new columns.
 *
 * A type has neither tags nor an ARN: permissions on it are those on its keyspace.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html
 */
export class UserDefinedType extends UserDefinedTypeBase {
  /** A user-defined type of this account and Region that exists already. */
  public static fromUserDefinedTypeAttributes(scope: Construct, id: string, attributes: UserDefinedTypeAttributes): IUserDefinedType {
    class Import extends UserDefinedTypeBase {
      public readonly keyspaceName = attributes.keyspaceName;
      public readonly typeName = attributes.typeName;
    }
    requireExistingName(scope, 'keyspace', attributes.keyspaceName);
    requireTypeName(scope, attributes.typeName);
    return new Import(scope, id);
  }

  public readonly keyspaceName: string;
  public readonly typeName: string;

  constructor(scope: Construct, id: string, props: UserDefinedTypeProps) {
    super(scope, id);
    const { keyspace, schema } = props;
    this.keyspaceName = keyspace.keyspaceRef.keyspaceName;
    this.typeName = props.typeName ?? schema.name ?? makeName(this);
    requireTypeName(this, this.typeName);
    validateEnvironment(this, 'user-defined type', keyspace);
    warnOfOtherKeyspace(keyspace, schema);

    const resource = new CfnType(this, 'Resource', {
      keyspaceName: nameInOrder(this, keyspace),
      // Read as CQL: without quotes the service would put it into lower case.
      typeName: cqlTypeName(this.typeName),
      fields: schema.fields.map(({ name, type }) => ({ fieldName: name, fieldType: type.cql })),
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    refuseLossWithKeyspace(this, 'user-defined type', resource, keyspace);
    this.joinOthers(resource, schema);
    this.warnOfNames(schema);
    SchemaWindow._cover(this);
  }

  private joinOthers(resource: CfnType, schema: UserDefinedTypeSchema): void {
    const participant: Participant = {
      construct: this,
      kind: 'type',
      keyspaceName: this.keyspaceName,
      name: this.typeName,
      resource,
      mentions: schema._userDefinedTypes,
      columns: schema.fields,
    };
    const other = TypesInUse.of(this).find(participant, this.typeName);
    if (other) {
      throw refusal('UserDefinedTypeNameDuplicate', this, {
        what: `user-defined type of keyspace ${this.keyspaceName}`,
        got: this.typeName,
        expected: `every name once, and ${other.construct.node.path} has it`,
        remedy: 'use that type, or choose another name',
      });
    }
    useTypes(participant, schema._dependencies);
  }

  /** UNCONFIRMED: how CloudFormation takes names that CQL has to quote is not documented. */
  private warnOfNames({ fields }: UserDefinedTypeSchema): void {
    const quoted = [cqlTypeName(this.typeName), ...fields.map(({ name }) => cqlName(name))].filter((name) => name.startsWith('"'));
    if (quoted.length === 0) return;
    warn(this, 'userDefinedTypeNameQuoted', `the names ${quoted.join(', ')} need double quotes in CQL; how CloudFormation takes them in a`
      + ' user-defined type is not documented, and drift detection compares types in lower case; prefer small letters, digits and underscores');
  }
}
