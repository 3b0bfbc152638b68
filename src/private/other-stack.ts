import { DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Finds references instead of following them: a role's ARN, for one, would be given another form in another account. */
class References extends DefaultTokenResolver {
  public readonly found: Reference[] = [];

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.found.push(token);
    return '';
  }
}

/** Whether a text has something in it that only another stack knows. Whoever uses it is deployed after that stack. */
export function refersToOtherStack(scope: IConstruct, text: string): boolean {
  const references = new References();
  Tokenization.resolve(text, { scope, resolver: references, preparing: false });
  return references.found.some(({ target }) => Stack.of(target) !== Stack.of(scope));
}
