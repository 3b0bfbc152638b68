import { App } from 'aws-cdk-lib';
import { acknowledgeFindings } from './nag';
import { CqlShop } from './stacks/cql-shop/cql-shop';
import { FourStacks } from './stacks/four-stacks';
import { GlobalShop } from './stacks/global-shop';
import { ManyTables } from './stacks/many-tables';
import { OrderStream } from './stacks/order-stream/order-stream';
import { PrivateOrders } from './stacks/private-orders';

/** Every example. `npx cdk deploy PrivateOrders` deploys one of them. */
export const app = new App();
new PrivateOrders(app, 'PrivateOrders');
new FourStacks(app, 'FourStacks');
new CqlShop(app, 'CqlShop');
new GlobalShop(app, 'GlobalShop');
new ManyTables(app, 'ManyTables');
new OrderStream(app, 'OrderStream');
acknowledgeFindings(app);
app.synth();
