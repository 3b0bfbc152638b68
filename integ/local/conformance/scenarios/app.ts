import { App, RemovalPolicies } from 'aws-cdk-lib';
import { STACK, Shop } from './shop';

/** The complete function and those that lack one thing each, as one stack. */
const app = new App();
new Shop(app, STACK);
RemovalPolicies.of(app).destroy();
