import { writeKeyspace } from './cql/write';
import { requireNewKeyspaceName } from '../private/names';
import type { Tags } from '../private/tags';

/** What a keyspace is made of, as far as CQL says. */
export interface KeyspaceSchemaProps {
  /** The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit, and not with `system`. */
  readonly name: string;

  /**
   * The Regions that it is replicated in, its own included.
   *
   * @default - the Region that it is made in, and no other
   */
  readonly replicationRegions?: string[];
}

/** A keyspace as CQL describes it. */
export class KeyspaceSchema {
  /** The name. */
  public readonly name: string;

  /** The Regions that it is replicated in, its own included; undefined for a single Region. */
  public readonly replicationRegions?: string[];

  /** The tags that its CQL gives it.
   * @internal
   */
  public _tags: Tags = {};

  constructor(props: KeyspaceSchemaProps) {
    requireNewKeyspaceName(undefined, props.name);
    this.name = props.name;
    this.replicationRegions = props.replicationRegions && [...props.replicationRegions];
  }

  /**
   * The statement that makes it in Apache Cassandra, with three replicas, as Amazon Keyspaces keeps them. Without tags,
   * which Apache Cassandra does not know.
   */
  public toCql(): string {
    return writeKeyspace(this);
  }
}
