import { AWS_ENDPOINT } from '../../aws/start';

export interface Settings { quotas?: Record<string, number | null>; faults?: Record<string, unknown> }

async function ask(method: string, body?: Settings): Promise<Required<Settings>> {
  const answer = await fetch(`${AWS_ENDPOINT}/_local/settings`, { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the settings of the local stack answer ${answer.status}: ${await answer.text()}`);
  return await answer.json() as Required<Settings>;
}

export const settings = () => ask('GET');
/** Merged with what is set; `null` is the default again. */
export const set = (changes: Settings) => ask('PUT', changes);
/** For `afterEach`. */
export const restore = () => ask('DELETE');
