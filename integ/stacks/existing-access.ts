import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Code, Function as LambdaFunction, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { NetworkStack } from './four-stacks';
import { ORDERS } from './order-function/order-function';
import { type IPrivateKeyspacesAccess, Keyspace, PrivateKeyspacesAccess, Table } from '../../src';

/** Asks the API for the status of a table. */
const STATUS = `
const { GetTableCommand, KeyspacesClient } = require('@aws-sdk/client-keyspaces');
const client = new KeyspacesClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 3000 } });
exports.handler = async (table) => ({ status: (await client.send(new GetTableCommand(table))).status });
`;

export interface ApiCallerStackProps extends StackProps {
  readonly vpc: ec2.IVpc;
  /** What the network team has told of its endpoint. */
  readonly vpcEndpointId: string;
  readonly securityGroupId: string;
}

/** Of the operations team: what calls the API through an endpoint that somebody else made. */
export class ApiCallerStack extends Stack {
  public readonly access: IPrivateKeyspacesAccess;
  public readonly table: Table;
  public readonly caller: IFunction;

  constructor(scope: Construct, id: string, props: ApiCallerStackProps) {
    super(scope, id, props);
    const { vpc, vpcEndpointId, securityGroupId } = props;
    this.access = PrivateKeyspacesAccess.fromAttributes(this, 'Access', {
      vpcEndpointId,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Endpoint', securityGroupId)],
    });
    this.table = new Table(this, 'Orders', { keyspace: new Keyspace(this, 'Shop'), tableName: 'orders', schema: ORDERS });
    this.caller = statusFunction(this, 'Caller', vpc);
    this.access.admitToApi(this.caller); // 443, where CQL is on 9142
    this.table.grants.readData(this.caller); // GetTable is authorized as Select
  }
}

/** In the VPC, and admitted to nothing yet. */
export function statusFunction(scope: Construct, id: string, vpc: ec2.IVpc): LambdaFunction {
  return new LambdaFunction(scope, id, {
    description: 'Asks the API of Amazon Keyspaces for the status of a table',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(STATUS),
    timeout: Duration.seconds(20),
    vpc,
  });
}

/** An endpoint of one team, used by another by its ids. */
export class ExistingAccess {
  public readonly network: NetworkStack;
  public readonly operations: ApiCallerStack;

  constructor(scope: Construct, id: string) {
    this.network = new NetworkStack(scope, `${id}-Network`);
    const { vpc, access } = this.network;
    this.operations = new ApiCallerStack(scope, `${id}-Operations`, {
      vpc,
      vpcEndpointId: access.vpcEndpointId,
      securityGroupId: access.connections.securityGroups[0].securityGroupId,
    });
  }
}
