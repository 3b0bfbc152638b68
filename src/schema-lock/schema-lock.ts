import { resolve } from 'node:path';
import { attachCustomSynthesis, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { isContinuousIntegration, isWritingCommand } from './command-line';
import { differencesOf } from './differences';
import { parseLock, serializeLock } from './lock-file';
import type { Lock } from './locked-resource';
import { isContextMissing, isLockable, observe, type ObservedStack } from './observe';
import { type Update, updateLock } from './update-lock';
import { readText, replaceText } from './write-lock';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

const ID = 'KeyspacesSchemaLock';
const DEFAULT_FILE = 'schema-lock.json';

/** How to lock the schemas of an app. */
export interface SchemaLockProps {
  /**
   * The lock file, relative to the folder that the app runs in, which for the CDK command line is that of `cdk.json`.
   *
   * An app that makes another environment in each run, by context or an environment variable, needs a file for each,
   * unless its stacks have another construct path in each.
   *
   * @default "schema-lock.json"
   */
  readonly file?: string;
}

/**
 * Holds the shapes of the keyspaces, tables and user-defined types of an app in a file that is committed beside it, and
 * refuses at synthesis what CloudFormation would answer with a failed update, a failed rollback or a replacement:
 *
 * - a column outside the key that is removed, or changes its type or whether it is static: columns can only be added
 * - any change of a key, of the clustering order, of client-side timestamps or of the fields of a user-defined type
 * - another name or keyspace, the same table under another logical id or in another stack, a stack with another name
 * - a Region taken from a keyspace, another time to live of a table in several Regions, another view type of an enabled stream
 *
 * Several changed settings of one table, another capacity mode, and a Region that is added together with something else are
 * warnings, which name the rollback that they can wedge: they are said in the runs before the file is written. The check covers every resource of these types in the app, also in nested stacks and Stages, and
 * whatever construct made it.
 *
 * It always compares. `cdk synth` and `cdk deploy` write additions into the file, so commit it with the change of the
 * app. Nothing is written by unit tests, by other commands (`cdk diff` included, except on Windows, where it cannot be told from
 * `cdk synth`), while context is still to be looked up, or where `CI`, or a variable of AWS CodeBuild, Azure Pipelines,
 * Jenkins or TeamCity, is set: there a file that does not hold the app as it is fails the synthesis.
 *
 * The file says what was synthesized, which may be ahead of what is deployed: an addition that was never deployed is
 * taken back by taking the file back through version control. A table that is taken out of the app and kept stays in the
 * file as removed, because its name stays taken; delete the entry once the table is gone.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
 */
export class SchemaLock extends Construct {
  /**
   * The lock of the app that a construct is in; it is made on first use.
   *
   * Fails if another file is given than the first time.
   */
  public static of(scope: IConstruct, props: SchemaLockProps = {}): SchemaLock {
    const { root } = scope.node;
    const existing = root.node.tryFindChild(ID) as SchemaLock | undefined;
    const lock = existing ?? new SchemaLock(root as Construct, props.file ?? DEFAULT_FILE);
    if (props.file === undefined || resolve(props.file) === resolve(lock.file)) return lock;
    throw refusal('SchemaLockFileAmbiguous', scope, {
      what: 'the file of the schema lock',
      got: props.file,
      expected: `${JSON.stringify(lock.file)}, as it was given before: an app has one`,
      remedy: 'give the file where the lock is first asked for, and leave it out everywhere else',
    });
  }

  /** The lock file. */
  public readonly file: string;

  private readonly accepted = new Set<IConstruct>();
  private isStale = false;

  private constructor(root: Construct, file: string) {
    super(root, ID);
    this.file = file;
    this.node.addValidation({ validate: () => this.validate() });
    // After all validations have passed.
    attachCustomSynthesis(this, { onSynthesize: () => this.write() });
  }

  /**
   * Accepts whatever changed in one keyspace, table or user-defined type, given as its construct or as the L1 in it: it has been
   * dealt with by hand, moved by `cdk refactor` or `cdk import`, or a new and empty one is wanted.
   *
   * This keeps no data: it only lets the change through to CloudFormation. It counts for one change. When the file holds that, remove the
   * call; a call for which nothing has changed is refused.
   */
  public acceptReplacement(construct: IConstruct): void {
    const resource = [construct, construct.node.defaultChild].find(isLockable);
    if (resource?.node.root === this.node.root) {
      this.accepted.add(resource);
      return;
    }
    throw refusal('SchemaLockAcceptanceInvalid', construct, {
      what: 'acceptReplacement() of',
      got: construct.node.path,
      expected: 'one keyspace, table or user-defined type that this app makes',
      remedy: 'name each of them by itself',
    });
  }

  private validate(): string[] {
    this.isStale = false;
    // What is to be looked up is made up until then, and the command line runs the app again.
    if (isContextMissing(this.node.root)) return [];
    const stacks = observe(this.node.root);
    const text = readText(resolve(this.file));
    let present: Lock;
    try {
      present = this.parse(text);
    } catch (error) {
      return [(error as Error).message];
    }
    const update = this.update(present, stacks);
    for (const { construct, id, message } of update.remarks) this.warn(construct, id, message);
    if (update.errors.length > 0) return update.errors.map(({ message }) => message);
    this.isStale = serializeLock(update.lock) !== serializeLock(present);
    return isContinuousIntegration() ? this.validateFresh(text, present, update) : [];
  }

  /** Nobody commits what is written in continuous integration. */
  private validateFresh(text: string | undefined, present: Lock, { lock }: Update): string[] {
    const differences = differencesOf(present, lock);
    if (differences.length === 0) return [];
    const remedy = 'run "npx cdk synth" where CI is not set, look at the change of the file, and commit it with the app';
    if (text === undefined) {
      return [refusal('SchemaLockMissing', this, { what: 'the schema lock', got: this.file, expected: 'a file', remedy }).message];
    }
    return [refusal('SchemaLockStale', this, {
      what: `the schema lock ${this.file} does not hold what the app makes:`,
      got: differences,
      expected: 'a file that was written with the app as it is',
      remedy,
    }).message];
  }

  private write(): void {
    const root = Stage.of(this);
    if (!this.isStale || !root || isContinuousIntegration() || !isWritingCommand(root)) return;
    const stacks = observe(this.node.root);
    replaceText(resolve(this.file), (text) => {
      // Another process may have written since it was compared.
      const { errors, lock } = this.update(this.parse(text), stacks);
      if (errors.length > 0) throw errors[0];
      return serializeLock(lock);
    });
  }

  private parse(text: string | undefined): Lock {
    return text === undefined ? new Map() : parseLock(text, this.file);
  }

  private update(present: Lock, stacks: ObservedStack[]): Update {
    return updateLock(present, stacks, this.accepted, this.file);
  }

  /** The messages of a Stage are written before the app is validated, so that a warning there has to be said at once. */
  private warn(construct: IConstruct, id: string, message: string): void {
    warn(construct, id, message);
    if (Stage.of(construct) !== this.node.root) process.stderr.write(`[Warning at /${construct.node.path}] ${message} [cdk-keyspaces:${id}]\n`);
  }
}
