import { RemovalPolicy, Resource, type IResource } from 'aws-cdk-lib';
import { CfnKeyspace, type IKeyspaceRef, type KeyspaceReference } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { KeyspaceGrants } from './keyspace-grants';
import { keyspaceArn } from '../private/arns';
import { makeName, requireExistingName, requireName, requireUnreservedKeyspaceName } from '../private/names';
import { SchemaWindow } from '../schema-window/schema-window';

/** A keyspace, made here or elsewhere. */
export interface IKeyspace extends IResource, IKeyspaceRef {
  /**
   * The name of the keyspace.
   * @attribute
   */
  readonly keyspaceName: string;

  /**
   * The ARN of the keyspace. It ends in a slash.
   * @attribute
   */
  readonly keyspaceArn: string;

  /** Permissions on all tables of the keyspace. */
  readonly grants: KeyspaceGrants;

}

/** How to make a keyspace. */
export interface KeyspaceProps {
  /**
   * The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit, and not with `system`.
   * A keyspace cannot be renamed.
   *
   * @default - a name made from the construct's path, in lower case; it changes with the path, so give a name before
   * you move or rename the construct
   */
  readonly keyspaceName?: string;

  /**
   * What happens to the keyspace when it is removed from the app or replaced. Deleting a keyspace deletes all its
   * tables, also those made outside of CloudFormation.
   *
   * With the default it is kept, but gone when the very deployment that creates it fails and is rolled back.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

abstract class KeyspaceBase extends Resource implements IKeyspace {
  public abstract readonly keyspaceName: string;
  public readonly grants = KeyspaceGrants.fromKeyspace(this);

  public get keyspaceArn(): string {
    return keyspaceArn(this, this.keyspaceName);
  }

  public get keyspaceRef(): KeyspaceReference {
    return { keyspaceName: this.keyspaceName };
  }
}

/**
 * A keyspace of Amazon Keyspaces (for Apache Cassandra): a named group of tables in one Region.
 *
 * Its name is always a literal in the template, so that ARNs, key policies and endpoint policies can name it without
 * depending on its stack.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
 */
export class Keyspace extends KeyspaceBase {
  /** A keyspace of this account and Region that exists already. */
  public static fromKeyspaceName(scope: Construct, id: string, keyspaceName: string): IKeyspace {
    class Import extends KeyspaceBase {
      public readonly keyspaceName = keyspaceName;
    }
    requireExistingName(scope, 'keyspace', keyspaceName);
    return new Import(scope, id);
  }

  public readonly keyspaceName: string;

  constructor(scope: Construct, id: string, props: KeyspaceProps = {}) {
    super(scope, id);
    this.keyspaceName = props.keyspaceName ?? makeName(this);
    requireName(this, 'keyspace', this.keyspaceName);
    requireUnreservedKeyspaceName(this, this.keyspaceName);

    const resource = new CfnKeyspace(this, 'Resource', { keyspaceName: this.keyspaceName });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    SchemaWindow._cover(this);
  }
}
