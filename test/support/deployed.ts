import { type App, type CfnResource, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import { ACCOUNT, REGION } from './app';
import { type Environment, Intrinsics, type TemplateJson } from './intrinsics';

export interface NamedPolicy {
  readonly name: string;
  readonly policy: any;
}

interface DeployedStack {
  readonly environment: Environment;
  readonly template: TemplateJson;
  readonly intrinsics: Intrinsics;
}

/** An app as it would be deployed: what its templates say, with nothing left to be worked out. */
export class Deployed {
  private readonly stacks: Map<string, DeployedStack>;

  constructor(app: App) {
    this.stacks = new Map(app.synth().stacksRecursively.map((artifact) => [artifact.id, this.deploy(artifact)]));
  }

  /** The properties of a resource, by its L1 construct or the L2 around it. */
  public properties(construct: IConstruct): any {
    const resource = (construct.node.defaultChild ?? construct) as CfnResource;
    const { template, intrinsics } = this.stackOf(construct);
    const logicalId = this.value(resource, resource.logicalId);
    return intrinsics.resolve(template.Resources![logicalId].Properties ?? {});
  }

  /** What a token of a construct is once it is deployed. */
  public value(scope: IConstruct, token: string): string {
    return this.stackOf(scope).intrinsics.resolve(Stack.of(scope).resolve(token)) as string;
  }

  /** All policies that the templates attach to a role. */
  public identityPolicies(role: iam.IRole): NamedPolicy[] {
    const arn = this.value(role, role.roleArn);
    const account = arn.split(':')[4];
    const roleName = arn.split('/').pop();
    const { Policies: inline = [], ManagedPolicyArns: managed = [] } = this.properties(role);
    if (managed.length > 0) throw new Error(`the policies ${managed} of ${arn} are not in a template`);
    const attached = [...this.stacks.values()]
      .filter(({ environment }) => environment.account === account)
      .flatMap(({ template, intrinsics }) => Object.entries(template.Resources ?? {})
        .filter(([, { Type: type }]) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
        .map(([name, { Properties: properties }]) => ({ name, ...intrinsics.resolve(properties) as any }))
        .filter(({ Roles: roles }) => roles?.includes(roleName)));
    return [
      ...inline.map((policy: any) => ({ name: policy.PolicyName, policy: policy.PolicyDocument })),
      ...attached.map(({ name, PolicyDocument: policy }) => ({ name, policy })),
    ];
  }

  private stackOf(construct: IConstruct): DeployedStack {
    return this.stacks.get(Stack.of(construct).artifactId)!;
  }

  private deploy({ template, environment: { account, region } }: CloudFormationStackArtifact): DeployedStack {
    const environment = {
      account: account === 'unknown-account' ? ACCOUNT : account,
      region: region === 'unknown-region' ? REGION : region,
    };
    return { template, environment, intrinsics: new Intrinsics(template, environment, (name) => this.exported(name)) };
  }

  private exported(name: string): unknown {
    for (const { template, intrinsics } of this.stacks.values()) {
      const output = Object.values(template.Outputs ?? {}).find((candidate) => intrinsics.resolve(candidate.Export?.Name) === name);
      if (output) return intrinsics.resolve(output.Value);
    }
    throw new Error(`no stack exports ${name}`);
  }
}
