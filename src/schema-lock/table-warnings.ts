import { type Comparison } from './comparison';
import { canonicalJson, fullName, isPlainObject, type LockedResource } from './locked-resource';

/** What is to be said about a change that is not refused: a stable id, and the text. */
export interface Remark {
  readonly id: string;
  readonly message: string;
}

/** Changes of a table that CloudFormation takes, and whose rollback may not go through. */
export function remarksOnTable(comparison: Comparison): Remark[] {
  return [...remarkOnSeveralChanges(comparison), ...remarkOnCapacityMode(comparison)];
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_UpdateTable.html */
function remarkOnSeveralChanges({ locked, observed: { resource } }: Comparison): Remark[] {
  const names = [...new Set([...locked.settings?.keys() ?? [], ...resource.settings?.keys() ?? []])].sort();
  const changed = names.filter((name) => canonicalJson(locked.settings?.get(name)) !== canonicalJson(resource.settings?.get(name)));
  const added = [...resource.columns?.keys() ?? []].filter((name) => !locked.columns?.has(name));
  if (added.length > 0) changed.push(`new columns ${added.join(', ')}`);
  if (changed.length < 2) return [];
  // How CloudFormation puts several into sequence is UNCONFIRMED.
  return [{
    id: 'schemaLockSeveralChanges',
    message: `${fullName(resource)} changes in several ways at once (${changed.join('; ')}): the service takes one a time, so if a later one fails,`
      + ` the rollback has to undo the earlier ones one by one${added.length > 0 ? ', an added column cannot be undone at all' : ''},`
      + ' and the stack may be left in UPDATE_ROLLBACK_FAILED; deploy them one after the other',
  }];
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/ReadWriteCapacityMode.SwitchReadWriteCapacityMode.html */
function remarkOnCapacityMode({ locked, observed: { resource } }: Comparison): Remark[] {
  const [before, now] = [modeOf(locked), modeOf(resource)];
  if (before === now) return [];
  return [{
    id: 'schemaLockCapacityModeChanged',
    message: `${fullName(resource)} changes its capacity mode from ${before} to ${now}: a table can be switched to on-demand once in 24 hours, and a`
      + ' rollback counts; if anything else in this deployment fails, switching back may be refused and the stack left in UPDATE_ROLLBACK_FAILED;'
      + ' deploy it alone',
  }];
}

function modeOf({ settings }: LockedResource): string {
  const billing = settings?.get('BillingMode');
  const mode = isPlainObject(billing) ? billing.Mode : billing ?? 'ON_DEMAND';
  return typeof mode === 'string' ? mode : canonicalJson(mode);
}
