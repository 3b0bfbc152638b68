import * as iam from 'aws-cdk-lib/aws-iam';
import type { Door } from './endpoint-policy-checks';
import { LIST_STREAMS_ACTIONS, READ_DATA_ACTIONS, READ_STREAM_ACTIONS, withMultiRegionActions } from '../private/actions';
import { allKeyspacesOfAccountArn, allStreamsOfAccountArn } from '../private/arns';

export interface Allowed {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
}

/** A statement of an endpoint's policy. Its principal is the plain string that AWS's samples have, not `{"AWS": "*"}`. */
export function allow(sid: string, allowed: Allowed): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, principals: [new iam.StarPrincipal()], ...allowed });
}

export function accountStatements(door: Door): iam.PolicyStatement[] {
  if (door.service._isStreams) return streamsOfAccount(door);
  return [allow('KeyspacesOfThisAccount', { actions: ['cassandra:*'], resources: [allKeyspacesOfAccountArn(door)] })];
}

export function readOnlyStatements(door: Door): iam.PolicyStatement[] {
  if (door.service._isStreams) return streamsOfAccount(door);
  return [allow('ReadKeyspacesOfThisAccount', {
    actions: withMultiRegionActions(READ_DATA_ACTIONS),
    resources: [allKeyspacesOfAccountArn(door)],
  })];
}

/** Streams are read and never written. */
function streamsOfAccount(door: Door): iam.PolicyStatement[] {
  return [
    allow('StreamsOfThisAccount', { actions: READ_STREAM_ACTIONS, resources: [allStreamsOfAccountArn(door)] }),
    allow('ListStreams', { actions: LIST_STREAMS_ACTIONS, resources: ['*'] }),
  ];
}
