import type { IConstruct } from 'constructs';
import { compare } from './compare';
import { placeOf, type Comparison } from './comparison';
import { fullName, isKept, type Lock, type LockedResource, type LockedStack } from './locked-resource';
import { movedFrom, refuseMove, type Candidate } from './moved';
import type { ObservedResource, ObservedStack } from './observe';
import { remarksOnAddedRegions } from './region-warnings';
import { type Remark, remarksOnTable } from './table-warnings';
import { refusal } from '../private/errors';

/** What an app would make of a lock. */
export interface Update {
  readonly lock: Lock;
  readonly errors: Error[];
  readonly remarks: (Remark & { readonly construct: IConstruct })[];
}

/**
 * Compares an app with its lock: what may not be done are errors, what may be done is in the new lock.
 *
 * Stacks of the lock that the app does not make in this run stay as they are: apps make the stacks of one environment
 * a run.
 *
 * @param accepted the resources whose change is accepted
 */
export function updateLock(lock: Lock, stacks: ObservedStack[], accepted: Set<IConstruct>, file: string): Update {
  return new Updating(lock, stacks, accepted, file).result();
}

class Updating {
  private readonly updated: Lock;
  private readonly errors: Error[] = [];
  private readonly remarks: Update['remarks'] = [];
  /** What the app does not make any more, though it makes the stack. */
  private readonly vanished: Candidate[];
  /** Those of them that are accepted under another logical id. */
  private readonly moved = new Set<Candidate>();

  constructor(
    private readonly lock: Lock,
    private readonly stacks: ObservedStack[],
    private readonly accepted: Set<IConstruct>,
    private readonly file: string,
  ) {
    this.updated = new Map([...lock].map(([path, stack]) => [path, { ...stack, resources: new Map(stack.resources) }]));
    this.vanished = stacks.flatMap((stack) => this.vanishedFrom(stack));
  }

  public result(): Update {
    for (const stack of this.stacks) this.updateStack(stack);
    for (const candidate of this.vanished) this.forget(candidate);
    for (const [path, { resources }] of this.updated) if (resources.size === 0) this.updated.delete(path);
    return { lock: this.updated, errors: this.errors, remarks: this.remarks };
  }

  private updateStack(stack: ObservedStack): void {
    const baseline = this.baselineOf(stack);
    if (baseline && baseline.stackName !== stack.stackName) {
      this.errors.push(this.renamedStack(stack, baseline));
      return;
    }
    if (!baseline) this.remarkOnAbsentStack(stack);
    const resources = new Map(baseline?.resources);
    for (const observed of stack.resources) {
      const isAccepted = this.accepted.has(observed.construct);
      const locked = baseline?.resources.get(observed.id);
      const errors = locked ? this.compareWith(locked, stack, observed) : this.compareNew(stack, observed);
      const isUsed = this.judge(errors, locked, observed, isAccepted);
      resources.set(observed.id, isUsed ? { ...observed.resource, accepted: true } : observed.resource);
    }
    this.updated.set(stack.path, { stackName: stack.stackName, resources });
    if (baseline) this.remarks.push(...remarksOnAddedRegions(stack, baseline.resources, resources));
  }

  /** The stack by its path; one with another path is the same to CloudFormation as long as it has the same name. */
  private baselineOf({ path, stackName }: ObservedStack): LockedStack | undefined {
    return this.lock.get(path) ?? [...this.lock].find(([other, stack]) => stack.stackName === stackName && this.isAbsent(other))?.[1];
  }

  private isAbsent(path: string): boolean {
    return !this.stacks.some((stack) => stack.path === path);
  }

  private vanishedFrom(stack: ObservedStack): Candidate[] {
    const baseline = this.baselineOf(stack);
    if (!baseline || baseline.stackName !== stack.stackName) return [];
    const present = new Set(stack.resources.map(({ id }) => id));
    return [...baseline.resources].filter(([id]) => !present.has(id)).map(([id, resource]) => ({ stack, id, resource }));
  }

  private compareWith(locked: LockedResource, stack: ObservedStack, observed: ObservedResource): Error[] {
    const comparison: Comparison = { locked, observed, file: this.file, isReplicated: this.isReplicated(locked, stack) };
    const errors = compare(comparison);
    if (errors.length > 0) return errors;
    if (locked.removed) {
      this.remark(observed.construct, 'schemaLockReturned', `${fullName(locked)} is back, after it was taken out of the app and kept: if that was deployed,`
        + ' CloudFormation answers "already exists", and "cdk import" takes the table back instead');
    } else if (locked.type === 'AWS::Cassandra::Table') {
      for (const { id, message } of remarksOnTable(comparison)) this.remark(observed.construct, id, message);
    }
    return [];
  }

  /** Whether a table is in several Regions already, as far as the app knows. */
  private isReplicated({ keyspace, settings }: LockedResource, { environment }: ObservedStack): boolean {
    if (settings?.has('ReplicaSpecifications')) return true;
    const baselines = this.stacks.filter((stack) => stack.environment === environment).map((stack) => this.baselineOf(stack));
    return baselines.some((baseline) => [...baseline?.resources.values() ?? []]
      .some(({ type, name, regions }) => type === 'AWS::Cassandra::Keyspace' && name === keyspace && regions !== undefined));
  }

  private compareNew(stack: ObservedStack, observed: ObservedResource): Error[] {
    const old = this.vanished.find((candidate) => !this.moved.has(candidate) && movedFrom(candidate, stack, observed));
    if (!old) return [];
    this.moved.add(old);
    return [refuseMove(old, { locked: old.resource, observed, file: this.file, isReplicated: false })];
  }

  /** Says whether an acceptance is used up. */
  private judge(errors: Error[], locked: LockedResource | undefined, observed: ObservedResource, isAccepted: boolean): boolean {
    const isUsed = locked?.accepted ?? false;
    if (isAccepted && errors.length > 0 && !isUsed) return true;
    if (isAccepted && errors.length === 0 && isUsed) {
      this.remark(observed.construct, 'schemaLockAcceptanceUsed', `the change of ${fullName(observed.resource)} is accepted and in ${this.file}:`
        + ' acceptReplacement() can be removed, and has to be before another change is accepted');
      return true;
    }
    this.errors.push(...errors);
    if (isAccepted) this.errors.push(this.staleAcceptance(observed, isUsed));
    return false;
  }

  private staleAcceptance(observed: ObservedResource, isUsed: boolean): Error {
    return refusal('SchemaLockAcceptanceStale', observed.construct, {
      what: 'acceptReplacement() is called for',
      got: placeOf(observed),
      expected: isUsed ? `no second use: it was used for an earlier change, as ${this.file} says` : `a change that has to be accepted; nothing of it differs from ${this.file}`,
      remedy: isUsed
        ? 'remove the call, run "npx cdk synth" with what is deployed, and call it again if this change has to be accepted too'
        : 'remove the call, so that the next change is not accepted unseen',
    });
  }

  private renamedStack(stack: ObservedStack, baseline: LockedStack): Error {
    return refusal('SchemaLockStackRenamed', stack.construct, {
      what: `the stack ${stack.path} has the name`,
      got: stack.stackName,
      expected: `${baseline.stackName} as in ${this.file}, because for CloudFormation this is a new stack, which cannot make tables that exist already`
        + ' and makes empty ones where it makes their names',
      remedy: `give it stackName: "${baseline.stackName}"; if the same app makes several environments, one a run, give each a lock file of its own;`
        + ` if the old stack is gone, write the new name into ${this.file}`,
    });
  }

  /** Renamed, or another environment of an app that makes one a run: nobody can tell from here. */
  private remarkOnAbsentStack(stack: ObservedStack): void {
    const ids = new Set(stack.resources.map(({ id }) => id));
    const absent = [...this.lock].find(([path, { resources }]) => this.isAbsent(path) && [...resources.keys()].some((id) => ids.has(id)));
    if (!absent) return;
    this.remark(stack.construct, 'schemaLockStackAbsent', `the stack ${stack.path} is new in ${this.file}, which has the same resources in the stack ${absent[0]}, and`
      + ' that is not in the app: if it was renamed, CloudFormation makes a new stack, whose tables exist already or, with made names, are empty;'
      + ` give it stackName: "${absent[1].stackName}"`);
  }

  /** What is kept is remembered: under its name nothing else can be made. */
  private forget(candidate: Candidate): void {
    const { stack, id, resource } = candidate;
    const { resources } = this.updated.get(stack.path)!;
    if (!this.moved.has(candidate) && (resource.removed || isKept(resource))) {
      resources.set(id, { ...resource, removed: true });
      return;
    }
    resources.delete(id);
    if (this.moved.has(candidate) || resource.type === 'AWS::Cassandra::Type') return;
    this.remark(stack.construct, 'schemaLockDeleted', `${fullName(resource)} (${stack.path}, ${id}) is not in the app any more and nothing keeps it:`
      + ' the deployment deletes it with its data');
  }

  private remark(construct: IConstruct, id: string, message: string): void {
    this.remarks.push({ construct, id, message });
  }
}
