// What somebody writes who has the package and nothing of this repository.
const { App, Stack } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const lambda = require('aws-cdk-lib/aws-lambda');
const {
  ChangeDataCapture, CqlSchema, CqlType, Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption, TableSchema,
} = require('cdk-keyspaces');

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'PrivateOrders');
const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
const orderFunction = new lambda.Function(stack, 'OrderFunction', {
  vpc,
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => undefined;'),
});
const keyspace = new Keyspace(stack, 'Shop');
const orders = new Table(stack, 'Orders', {
  keyspace,
  schema: new TableSchema({ partitionKey: [{ name: 'customer_id', type: CqlType.UUID }] }),
  changeDataCapture: ChangeDataCapture.newImage(),
  encryption: TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key', { keyspaces: [keyspace] })),
});
// The parser of CQL is generated: it has to be in the package.
new Table(stack, 'Notes', { keyspace, schema: CqlSchema.fromFile('schema.cql').table('notes') });
const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc });
access.admit(orderFunction);
orders.grants.readWriteData(orderFunction);
stack.exportValue(orders.streamArn, { name: 'OrdersStream' });
app.synth();
