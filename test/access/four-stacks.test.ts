import { App } from 'aws-cdk-lib';
import { FourStacks } from '../../integ/stacks/four-stacks';

test('network, key, tables and service in four stacks depend on each other in one direction', () => {
  const app = new App();
  const stacks = new FourStacks(app, 'Shop');
  app.synth();
  const names = (stack: { dependencies: { stackName: string }[] }) => stack.dependencies.map((other) => other.stackName).sort();
  expect(names(stacks.network)).toEqual([]);
  expect(names(stacks.keys)).toEqual([]);
  expect(names(stacks.data)).toEqual(['Shop-Keys']);
  expect(names(stacks.service)).toEqual(['Shop-Network']);
});
