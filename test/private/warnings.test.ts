import { Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { warn } from '../../src/private/warnings';
import { literalStack } from '../support/app';

test('a warning has a stable id of this library', () => {
  const stack = literalStack();
  warn(stack, 'somethingOdd', 'look at it');
  Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp('look at it.*cdk-keyspaces:somethingOdd'));
});

test('a warning can be acknowledged by its id', () => {
  const stack = literalStack();
  warn(stack, 'somethingOdd', 'look at it');
  Validations.of(stack).acknowledge({ id: 'cdk-keyspaces:somethingOdd', reason: 'on purpose' });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
