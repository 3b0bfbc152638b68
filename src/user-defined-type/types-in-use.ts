import { type CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Located } from '../private/arns';
import type { Column } from '../schema/column';

/** A user-defined type or a table, and which user-defined types it mentions. */
export interface Participant {
  readonly construct: Located;
  readonly kind: 'type' | 'table';
  readonly keyspaceName: string;
  readonly name: string;
  readonly resource: CfnResource;
  /** Names of user-defined types, as the service holds them. */
  readonly mentions: string[];
  readonly columns: Column[];
}

/** What is made in one Stage: the order of Stages is their pipeline's. Keyed by identity, so that two Stages never meet. */
const BY_STAGE = new WeakMap<IConstruct, TypesInUse>();

/** Which user-defined types there are in a Stage, and who uses them: by the construct or by name alone. */
export class TypesInUse {
  public static of(construct: IConstruct): TypesInUse {
    const stage = Stage.of(construct) ?? construct.node.root;
    const known = BY_STAGE.get(stage) ?? new TypesInUse();
    BY_STAGE.set(stage, known);
    return known;
  }

  private readonly types = new Map<string, Participant>();
  private readonly users = new Map<string, Participant[]>();

  private constructor() {}

  public add(participant: Participant): void {
    if (participant.kind === 'type') this.types.set(keyOf(participant), participant);
    for (const name of participant.mentions) {
      const key = keyOf({ ...participant, name });
      this.users.set(key, [...this.users.get(key) ?? [], participant]);
    }
  }

  public find(at: Pick<Participant, 'construct' | 'keyspaceName'>, name: string): Participant | undefined {
    return this.types.get(keyOf({ ...at, name }));
  }

  /** The types that something uses directly, so far as they are made in this Stage. */
  public usedBy(participant: Participant): Participant[] {
    return participant.mentions.flatMap((name) => this.find(participant, name) ?? []);
  }

  /** Tables and types that use a type directly. */
  public usersOf(type: Participant): Participant[] {
    return this.users.get(keyOf(type)) ?? [];
  }
}

function keyOf({ construct, keyspaceName, name }: Pick<Participant, 'construct' | 'keyspaceName' | 'name'>): string {
  return JSON.stringify([construct.env.account, construct.env.region, keyspaceName, name]);
}
