import { App, Stack } from 'aws-cdk-lib';
import { BASE, base, CASES } from './cases';
import { EVERY_TYPE, EveryType } from './every-type';

/** Each case as one stack in its states, which the command line deploys one after the other. */
const app = new App();
const baseStack = new Stack(app, BASE);
base(baseStack);
for (const { name, before, refused, accepted } of CASES) {
  for (const [state, build] of Object.entries({ before, refused, accepted })) {
    if (build === undefined) continue;
    const stack = new Stack(app, `${name}-${state}`, { stackName: name });
    stack.addDependency(baseStack);
    build(stack);
  }
}
new EveryType(app, EVERY_TYPE);
