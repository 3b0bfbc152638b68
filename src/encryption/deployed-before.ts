import { Stack, Stage } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Dependable, type IConstruct } from 'constructs';
import { DeploymentOrder, everything } from '../private/deployment-order';
import { refusal } from '../private/errors';
import { referredInOtherStacks } from '../private/other-stack';
import { referenced } from '../private/referenced';

/** What is of another stack, or nested stack, and has to be deployed first. */
interface Need {
  readonly by: IConstruct;
  readonly needed: IConstruct;
  readonly refuse: () => Error;
  /** Whether anything at all may lead back, or only tables with their keys and keyspaces. */
  readonly mayBeAnything: boolean;
}

const NEEDS = new WeakMap<Stage, Need[]>();

/**
 * A key policy names its administrators, who must be there before it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function requireAdministratorsFirst(key: IConstruct, administrators: iam.IPrincipal[]): void {
  for (const needed of referredInOtherStacks(key, administrators.map(({ policyFragment }) => policyFragment.principalJson))) {
    const refuse = () => refusal('AdministratorNeedsKey', key, {
      what: 'an administrator of a key, of another stack,',
      got: needed.node.path,
      expected: 'one whose stack does not need the key or the stack that it is in, by a table that is encrypted or by a grant: the key policy names'
        + ' the administrator, so that each would have to be deployed before the other',
      remedy: 'make the administrator in the stack of the key, or import one that is deployed already with iam.Role.fromRoleArn()',
    });
    lookAt({ by: key, needed, refuse, mayBeAnything: true });
  }
}

/** A table names its key. */
export function requireKeyFirst(table: IConstruct, key: kms.IKeyRef): void {
  const needed = referenced(key.keyRef.keyArn);
  if (!needed || Stack.of(needed) === Stack.of(table)) return;
  const refuse = () => refusal('KeyNeedsTable', table, {
    what: 'the key of a table, of another stack,',
    got: needed.node.path,
    expected: 'one whose stack does not need the stack of the table, by a table of its own in a keyspace that is there: each would have to be'
      + ' deployed before the other',
    remedy: 'make the key in the stack of the keyspace, or in a stack of its own',
  });
  lookAt({ by: table, needed, refuse, mayBeAnything: false });
}

/** The rules of an alarm name whom they tell, and its key. */
export function requireTopicFirst(alarm: IConstruct, topicArn: string): void {
  const needed = referenced(topicArn);
  if (!needed || Stack.of(needed) === Stack.of(alarm)) return;
  const refuse = () => refusal('TopicNeedsKey', alarm, {
    what: 'the topic of an alarm, of another stack,',
    got: needed.node.path,
    expected: 'one whose stack does not need the stack of the alarm, by a table that is encrypted with a key there for one: each would have to be'
      + ' deployed before the other',
    remedy: 'make the topic in the stack of the alarm, or in a stack of its own',
  });
  lookAt({ by: alarm, needed, refuse, mayBeAnything: true });
}

/** Once all is known, and before the AWS CDK looks: it does not see a circle of nested stacks at all. */
function lookAt(need: Need): void {
  const stage = Stage.of(need.by)!;
  const known = NEEDS.get(stage);
  if (known) {
    known.push(need);
    return;
  }
  const needs = [need];
  NEEDS.set(stage, needs);
  const whenAsked = {} as IConstruct;
  Dependable.implement(whenAsked, {
    get dependencyRoots() {
      requireNoCircle(stage, needs);
      return [];
    },
  });
  stage.node.addDependency(whenAsked);
}

function requireNoCircle(stage: Stage, needs: Need[]): void {
  // Reading everything takes about as long as the synthesis itself.
  const order = new DeploymentOrder(stage, needs.some(({ mayBeAnything }) => mayBeAnything) ? everything : keysOfTables);
  for (const { by, needed, refuse } of needs) {
    if (order.closesCircle(by.node.defaultChild ?? by, needed)) throw refuse();
  }
}

/** Their keyspaces they depend on as constructs. */
function keysOfTables(construct: IConstruct): unknown {
  return CfnTable.isCfnTable(construct) ? construct.encryptionSpecification : undefined;
}
