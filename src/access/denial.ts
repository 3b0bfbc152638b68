import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { hasRoom, isNowhere, isReported } from '../private/shared-statements';

/** Room in each statement for the ids of twenty endpoints. */
const ROOM_FOR_ENDPOINTS = 20 * '"vpce-0123456789abcdef0",'.length;

/**
 * Actions that one principal is denied unless it comes through one of some endpoints. Each endpoint holds for all the resources,
 * whenever either is added: two statements on the same resource with an endpoint each would deny it through both.
 *
 * Many resources are split into statements that are small enough for the CDK to move into overflow policies.
 */
export class Denial {
  private readonly endpoints = new Set<string>();
  private readonly resources = new Set<string>();
  private readonly attached: iam.AddToPrincipalPolicyResult[] = [];
  private open?: iam.PolicyStatement;

  constructor(private readonly principal: iam.IPrincipal, private readonly sid: string, private readonly actions: string[]) {}

  /** Whether the principal has no policy. */
  public get isRefused(): boolean {
    return this.attached.some(({ statementAdded }) => !statementAdded);
  }

  /** Whether the principal's policy is not changed from here. Seen at the end only. */
  public get isInVain(): boolean {
    return !isReported(this.principal) && this.attached.some(isNowhere);
  }

  public add(endpointIds: string[], resourceArns: string[]): void {
    for (const id of endpointIds) this.endpoints.add(id);
    for (const arn of resourceArns.filter((each) => !this.resources.has(each))) {
      this.resources.add(arn);
      this.deny(arn);
    }
  }

  /** At the end, because a report is written from what each statement is when it is added. */
  public report(): void {
    if (isReported(this.principal) && this.attached.length === 0) this.attach([...this.resources], this.elsewhere());
  }

  private deny(arn: string): void {
    if (isReported(this.principal)) return;
    if (this.open && hasRoom(this.open, [arn], ROOM_FOR_ENDPOINTS)) {
      this.open.addResources(arn);
    } else {
      this.open = this.attach([arn], Lazy.any({ produce: () => this.elsewhere() }));
    }
  }

  private attach(resources: string[], elsewhere: unknown): iam.PolicyStatement {
    const statement = new iam.PolicyStatement({
      sid: `${this.sid}${this.attached.length > 0 ? this.attached.length + 1 : ''}`,
      effect: iam.Effect.DENY,
      actions: this.actions,
      resources,
      conditions: {
        ...elsewhere ? { StringNotEquals: elsewhere } : {},
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      },
    });
    this.attached.push(this.principal.addToPrincipalPolicy(statement));
    return statement;
  }

  private elsewhere(): object | undefined {
    return this.endpoints.size > 0 ? { 'aws:SourceVpce': [...this.endpoints] } : undefined;
  }
}
