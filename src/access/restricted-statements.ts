import { Lazy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { RestrictedEndpointPolicyOptions } from './endpoint-policy';
import type { Door } from './endpoint-policy-checks';
import { allow, type Allowed } from './endpoint-statements';
import { principalArn } from './principal-arn';
import { namedTargets, type Target } from './restricted-targets';
import {
  LIST_STREAMS_ACTIONS, READ_DATA_ACTIONS, READ_STREAM_ACTIONS, requireKeyspaceActions, requireStreamActions, withMultiRegionActions,
} from '../private/actions';
import { allKeyspacesOfAccountArn, allStreamsOfAccountArn, keyspaceAndTablesArn, streamsArn, systemKeyspacesArn, tableArn } from '../private/arns';
import { refusal } from '../private/errors';

export function restrictedStatements(door: Door, options: RestrictedEndpointPolicyOptions): iam.PolicyStatement[] {
  requireSomething(door, options);
  const targets = namedTargets(door, options);
  const conditions = options.admittedOnly ? admittedOnly(door) : undefined;
  const parts = door.service._isStreams ? onStreams(door, targets, options.actions) : onKeyspaces(door, targets, options.actions);
  return parts.map(([sid, allowed]) => allow(sid, { ...allowed, conditions }));
}

type Part = [sid: string, allowed: Allowed];

function onKeyspaces(door: Door, targets: Target[] | undefined, actions: string[] | undefined): Part[] {
  const resources = targets?.map(({ at, region, keyspaceName, tableName }) =>
    tableName === undefined ? keyspaceAndTablesArn(at, keyspaceName, region) : tableArn(at, keyspaceName, tableName, region))
    ?? [allKeyspacesOfAccountArn(door)];
  if (actions) requireKeyspaceActions(door, actions);
  const restricted: Part = ['Restricted', { actions: actions ? withMultiRegionActions(actions) : ['cassandra:*'], resources }];
  // All of the account has the system keyspaces in it.
  if (!targets && !actions) return [restricted];
  return [restricted, ['SystemKeyspaces', {
    actions: withMultiRegionActions(READ_DATA_ACTIONS),
    resources: targets ? systemKeyspacesOf(door, targets) : [systemKeyspacesArn(door, '*')],
  }]];
}

function onStreams(door: Door, targets: Target[] | undefined, actions = [...READ_STREAM_ACTIONS, ...LIST_STREAMS_ACTIONS]): Part[] {
  requireStreamActions(door, actions);
  const resources = targets?.map(({ at, region, keyspaceName, tableName }) => streamsArn(at, keyspaceName, tableName, region))
    ?? [allStreamsOfAccountArn(door)];
  const isList = (action: string) => LIST_STREAMS_ACTIONS.some((other) => other.toLowerCase() === action.toLowerCase());
  const parts: Part[] = [
    ['Restricted', { actions: actions.filter((action) => !isList(action)), resources }],
    ['ListStreams', { actions: actions.filter(isList), resources: ['*'] }],
  ];
  return parts.filter(([, allowed]) => allowed.actions.length > 0);
}

/** Of the endpoint's own account and Region, whose clients connect in any case, and of everybody else's whose tables are named. */
function systemKeyspacesOf(door: Door, targets: Target[]): string[] {
  return [...new Set([systemKeyspacesArn(door), ...targets.map(({ at, region }) => systemKeyspacesArn(at, region))])];
}

function admittedOnly(door: Door): Record<string, Record<string, unknown>> {
  const arns = new Set<string>();
  door.grants._whenAdmitted((principal) => arns.add(principalArn(door, principal)));
  door.node.addValidation({
    validate: () => arns.size > 0 ? [] : [refusal('EndpointPolicyAdmitsNobody', door, {
      what: 'admitted principals',
      got: [],
      expected: 'at least one, because the endpoint policy lets through nobody else',
      remedy: 'admit a client, or leave out admittedOnly',
    }).message],
  });
  return { ArnEquals: { 'aws:PrincipalArn': Lazy.any({ produce: () => [...arns] }) } };
}

/** A list that turns out to be empty must not become a policy that names nothing and so means everything. */
function requireSomething(door: Door, { keyspaces, tables, admittedOnly: admitted, actions }: RestrictedEndpointPolicyOptions): void {
  const named = keyspaces || tables ? [...keyspaces ?? [], ...tables ?? []] : undefined;
  if (named ? named.length > 0 : admitted || actions) return;
  throw refusal('EndpointPolicyUnrestricted', door, {
    what: 'an endpoint policy restricted to',
    got: { keyspaces, tables, admittedOnly: admitted, actions },
    expected: 'at least one keyspace or table where these are listed, else admittedOnly or actions',
    remedy: 'name what the endpoint is for, or use EndpointPolicy.account()',
  });
}
