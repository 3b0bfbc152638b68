import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LatestStreamArnFunction } from './latest-stream-arn-function';
import type { Table } from './table';
import { READ_DATA_ACTIONS } from '../private/actions';
import { tableArn } from '../private/arns';
import { refusal } from '../private/errors';
import { grantCassandra } from '../private/grants';
import { makeHandlerRole } from '../private/handler-role';

const RESOURCE = 'LatestStreamArn';
const PROVIDER = '@cdk-keyspaces.LatestStreamArn';

/**
 * The ARN of a table's latest stream, as it is known at deployment. CloudFormation gives none, so a custom resource asks the
 * service. It is made when it is first asked for.
 */
export function latestStreamArn(table: Table, specification?: CfnTable.CdcSpecificationProperty): string {
  if (specification?.status !== 'ENABLED') {
    throw refusal('StreamMissing', table, {
      what: 'the stream of a table whose change data capture is',
      got: specification?.status ?? 'not given',
      expected: 'change data capture, which makes the stream',
      remedy: 'give the table a property changeDataCapture, for example ChangeDataCapture.newAndOldImages()',
    });
  }
  const known = table.node.tryFindChild(RESOURCE) as CustomResource | undefined;
  return (known ?? askForStreamArn(table, specification.viewType)).getAttString('StreamArn');
}

function askForStreamArn(table: Table, viewType?: string): CustomResource {
  const provider = LatestStreamArnProvider.in(Stack.of(table));
  provider.admit(table);
  const resource = new CustomResource(table, RESOURCE, {
    resourceType: 'Custom::KeyspacesLatestStreamArn',
    serviceToken: provider.serviceToken,
    serviceTimeout: Duration.minutes(15),
    // Another view is another stream, so it is asked for again.
    properties: { keyspaceName: table.keyspaceName, tableName: table.tableName, viewType },
  });
  resource.node.addDependency(table.node.defaultChild!);
  return resource;
}

/** One function for all tables of a stack. */
class LatestStreamArnProvider extends Construct {
  public static in(stack: Stack): LatestStreamArnProvider {
    return stack.node.tryFindChild(PROVIDER) as LatestStreamArnProvider | undefined ?? new LatestStreamArnProvider(stack, PROVIDER);
  }

  public readonly serviceToken: string;
  private readonly role: iam.Role;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const { role, logGroup } = makeHandlerRole(this);
    this.role = role;
    this.serviceToken = new LatestStreamArnFunction(this, 'Function', {
      description: 'Tells CloudFormation the ARNs of the streams of tables in Amazon Keyspaces',
      role,
      logGroup,
      timeout: Duration.minutes(10),
      memorySize: 256,
    }).functionArn;
  }

  /** The API's `GetTable` is authorized as `cassandra:Select` on the table and on the system keyspaces. */
  public admit(table: Table): void {
    grantCassandra({
      grantee: this.role,
      actions: READ_DATA_ACTIONS,
      regions: [table.env.region],
      arnIn: (region) => tableArn(table, table.keyspaceName, table.tableName, region),
      on: table,
    });
  }
}
