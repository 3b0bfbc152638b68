import { type RequestAnalysis, runSimulation } from '@cloud-copilot/iam-simulate';
import type { NamedPolicy } from '../support/deployed';

export type Verdict = 'allowed' | 'not granted' | 'stopped by the endpoint policy' | 'explicitly denied';

export interface Request {
  /** The ARN of who asks. */
  readonly principal: string;
  readonly identityPolicies: NamedPolicy[];
  /** The policy of the endpoint that the request comes through. */
  readonly endpointPolicy?: object;
  /** The policy of the resource itself. Tables have none, keys do. */
  readonly resourcePolicy?: object;
  readonly action: string;
  readonly resource: string;
  /** An absent key is not `false`: whatever a policy may ask for has to be here. */
  readonly context: Record<string, string | string[]>;
}

/** Has an independent policy engine decide. Whatever it cannot decide is an error, not an answer. */
export async function decide(request: Request): Promise<Verdict> {
  const { principal, identityPolicies, endpointPolicy, resourcePolicy, action, resource, context } = request;
  const outcome = await runSimulation({
    request: {
      principal,
      action,
      resource: { resource, accountId: accountOf(resource === '*' ? principal : resource) },
      contextVariables: context,
    },
    identityPolicies,
    resourcePolicy,
    vpcEndpointPolicies: endpointPolicy && [{ name: 'endpoint', policy: endpointPolicy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, { simulationMode: 'Strict' });
  if (outcome.resultType !== 'single') throw new Error(`no decision on ${action} on ${resource}: ${JSON.stringify(outcome)}`);
  expect(outcome.result.ignoredContextKeys).toEqual([]);
  return verdict(outcome.result.analysis);
}

function verdict({ result, blockedBy }: RequestAnalysis): Verdict {
  if (result === 'Allowed') return 'allowed';
  if (result === 'ExplicitlyDenied') return 'explicitly denied';
  return blockedBy?.includes('vpce') ? 'stopped by the endpoint policy' : 'not granted';
}

function accountOf(arn: string): string {
  return arn.split(':')[4];
}
