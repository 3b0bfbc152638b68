import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import { CfnKeyspace, type KeyspaceReference } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { requireClientSideTimestamps } from './client-side-timestamps';
import type { IKeyspace, KeyspaceAttributes } from './ikeyspace';
import { KeyspaceGrants } from './keyspace-grants';
import { requireOwnRegion, requireRegions, warnOfUnknownRegions } from './region-list';
import { Replication } from './replication';
import { keyspaceArn } from '../private/arns';
import { requireMadeOnce } from '../private/made-once';
import { makeName, requireExistingName, requireNewKeyspaceName } from '../private/names';
import { validateTags } from '../private/tags';
import { SchemaWindow } from '../schema-window/schema-window';

/** How to make a keyspace, but for its name. */
export interface KeyspaceOptions {
  /**
   * In which Regions the keyspace and all its tables are kept.
   *
   * @default Replication.singleRegion()
   */
  readonly replication?: Replication;

  /**
   * Turns client-side timestamps on for all tables that the keyspace has. They can never be turned off again, for none of
   * them. Whether tables get them that are created later is not documented: say so of each of those too. A multi-Region
   * keyspace always has them.
   *
   * @default - on in a multi-Region keyspace; else every table says for itself
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html
   */
  readonly clientSideTimestamps?: boolean;

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

/** How to make a keyspace. */
export interface KeyspaceProps extends KeyspaceOptions {
  /**
   * The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit, and not with `system`.
   * A keyspace cannot be renamed.
   *
   * @default - a name made from the construct's path, in lower case; it changes with the path, so give a name before
   * you move or rename the construct
   */
  readonly keyspaceName?: string;
}

abstract class KeyspaceBase extends Resource implements IKeyspace {
  public abstract readonly keyspaceName: string;
  public abstract readonly replicationRegions?: string[];
  public abstract readonly clientSideTimestamps?: boolean;
  public readonly grants = KeyspaceGrants.fromKeyspace(this);

  public get keyspaceArn(): string {
    return keyspaceArn(this, this.keyspaceName);
  }

  public get keyspaceRef(): KeyspaceReference {
    return { keyspaceName: this.keyspaceName };
  }
}

class ImportedKeyspace extends KeyspaceBase {
  public readonly keyspaceName: string;
  public readonly replicationRegions?: string[];
  public readonly clientSideTimestamps?: boolean;

  constructor(scope: Construct, id: string, attributes: KeyspaceAttributes) {
    super(scope, id);
    const { keyspaceName, replicationRegions: regions, clientSideTimestamps } = attributes;
    requireExistingName(this, 'keyspace', keyspaceName);
    requireRegions(this, regions);
    requireClientSideTimestamps(this, clientSideTimestamps, regions);
    this.keyspaceName = keyspaceName;
    this.replicationRegions = regions && [...regions];
    this.clientSideTimestamps = regions ? true : clientSideTimestamps;
  }
}

/**
 * A keyspace of Amazon Keyspaces (for Apache Cassandra): a named group of tables, in one Region or replicated to several.
 *
 * Its name is always a literal in the template, so that ARNs, key policies and endpoint policies can name it without
 * depending on its stack.
 *
 * Up to 50 tags, added with `Tags.of(...)`, are refused at synthesis if the service would refuse them: it takes no empty
 * value and no characters but letters, digits, spaces and `+ - = . _ : /`. They are not the tables' tags.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
 */
export class Keyspace extends KeyspaceBase {
  /**
   * A keyspace of this account and Region that exists already. Of a multi-Region one say so, by
   * `fromKeyspaceAttributes`: its grants would cover this Region only.
   */
  public static fromKeyspaceName(scope: Construct, id: string, keyspaceName: string): IKeyspace {
    return new ImportedKeyspace(scope, id, { keyspaceName });
  }

  /** A keyspace of this account and Region that exists already. */
  public static fromKeyspaceAttributes(scope: Construct, id: string, attributes: KeyspaceAttributes): IKeyspace {
    return new ImportedKeyspace(scope, id, attributes);
  }

  public readonly keyspaceName: string;
  public readonly replicationRegions?: string[];
  public readonly clientSideTimestamps?: boolean;

  constructor(scope: Construct, id: string, props: KeyspaceProps = {}) {
    super(scope, id);
    const replication = props.replication ?? Replication.singleRegion();
    this.keyspaceName = props.keyspaceName ?? makeName(this);
    this.replicationRegions = replication._regions;
    this.clientSideTimestamps = this.replicationRegions ? true : props.clientSideTimestamps;
    requireNewKeyspaceName(this, this.keyspaceName);
    requireClientSideTimestamps(this, props.clientSideTimestamps, this.replicationRegions);
    if (this.replicationRegions) {
      requireOwnRegion(this, this.replicationRegions);
      warnOfUnknownRegions(this, this.replicationRegions);
    }
    requireMadeOnce(this, { kind: 'keyspace', name: this.keyspaceName, regions: this.replicationRegions });

    const resource = new CfnKeyspace(this, 'Resource', {
      keyspaceName: this.keyspaceName,
      replicationSpecification: replication._render(),
      // Said also of a multi-Region keyspace: one that has tables gets no further Region without.
      clientSideTimestampsEnabled: this.clientSideTimestamps || undefined,
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    validateTags(this, resource);
    SchemaWindow._cover(this);
  }
}
