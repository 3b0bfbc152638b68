import type { IResource } from 'aws-cdk-lib';
import type { ITypeRef } from 'aws-cdk-lib/aws-cassandra';
import type { CqlType } from '../schema/cql-type';

/** A user-defined type, made here or elsewhere. */
export interface IUserDefinedType extends IResource, ITypeRef {
  /**
   * The name of the keyspace that the type is in.
   * @attribute
   */
  readonly keyspaceName: string;

  /**
   * The name of the type, as the service holds it: without quotes.
   * @attribute
   */
  readonly typeName: string;

  /**
   * The type, for a column of a table or a field of another type in the same keyspace. What uses it is created after
   * it, and deleted before it.
   */
  readonly cqlType: CqlType;
}

/** What is known of a user-defined type that exists already. */
export interface UserDefinedTypeAttributes {
  /** The name of the keyspace that the type is in. */
  readonly keyspaceName: string;

  /** The name of the type, as the service holds it: without quotes, and in lower case if it was made without them. */
  readonly typeName: string;
}
