import { App } from 'aws-cdk-lib';
import { acknowledgeFindings } from './nag';
import { CqlShop } from './stacks/cql-shop/cql-shop';
import { ClientStack, OwnerStack } from './stacks/cross-account/separate-vpcs';
import { SharedVpcClientStack, SharedVpcOwnerStack } from './stacks/cross-account/shared-vpc';
import { DualStackOrders } from './stacks/dual-stack-orders';
import { ExistingAccess } from './stacks/existing-access';
import { FourStacks } from './stacks/four-stacks';
import { GlobalShop } from './stacks/global-shop';
import { ManyTables } from './stacks/many-tables';
import { OrderStream } from './stacks/order-stream/order-stream';
import { PrivateOrderStream } from './stacks/private-order-stream/private-order-stream';
import { PrivateOrders } from './stacks/private-orders';
import { ReadOnlyOrders } from './stacks/read-only-orders';
import { RestrictedOrders } from './stacks/restricted-orders';
import { ImportedKey } from './stacks/separate-keys/imported-key';
import { KeyPerTable } from './stacks/separate-keys/key-per-table';
import { SharedEndpoint } from './stacks/shared-endpoint';
import { TableWatch } from './stacks/table-watch/table-watch';
import { UnnamedEndpoint } from './stacks/table-watch/unnamed-endpoint';
import { WatchedKey } from './stacks/watched-key';

/** Every example. `npx cdk deploy PrivateOrders` deploys one of them. */
export const app = new App();
new PrivateOrders(app, 'PrivateOrders');
new FourStacks(app, 'FourStacks');
new CqlShop(app, 'CqlShop');
new GlobalShop(app, 'GlobalShop');
new ManyTables(app, 'ManyTables');
new OrderStream(app, 'OrderStream');
new PrivateOrderStream(app, 'PrivateOrderStream');
new RestrictedOrders(app, 'RestrictedOrders');
new ExistingAccess(app, 'ExistingAccess');
new ReadOnlyOrders(app, 'ReadOnlyOrders');
new TableWatch(app, 'TableWatch');
new UnnamedEndpoint(app, 'UnnamedEndpoint');
new SharedEndpoint(app, 'SharedEndpoint');
new DualStackOrders(app, 'DualStackOrders');
new WatchedKey(app, 'WatchedKey');
new KeyPerTable(app, 'KeyPerTable');
// The ARN is put in the place of your own.
new ImportedKey(app, 'ImportedKey', { keyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' });

// Two accounts each: these are put in the place of your own.
const owner = { account: '111122223333', region: 'us-east-1' };
const client = { account: '444455556666', region: 'us-east-1' };
new OwnerStack(app, 'SeparateVpcs-Owner', { env: owner, clientAccount: client.account });
new ClientStack(app, 'SeparateVpcs-Client', { env: client, ownerAccount: owner.account });
new SharedVpcOwnerStack(app, 'SharedVpc-Owner', { env: owner, clientAccount: client.account });
new SharedVpcClientStack(app, 'SharedVpc-Client', {
  env: client,
  ownerAccount: owner.account,
  // Outputs of the owner's stack.
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  clientSecurityGroupId: 'sg-0123456789abcdef0',
});

acknowledgeFindings(app);
app.synth();
