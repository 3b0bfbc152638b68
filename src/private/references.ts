import { DefaultTokenResolver, type IPostProcessor, type IResolvable, type IResolveContext, Reference } from 'aws-cdk-lib';

/** Finds references instead of following them: a role's ARN, for one, would be given another form in another account. */
export class References extends DefaultTokenResolver {
  public readonly found: Reference[] = [];

  constructor() {
    super({ join });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.found.push(token);
    return { 'Fn::ImportValue': token.displayName };
  }
}

/** Near enough to what the AWS CDK makes of it: only what is named is looked at, but properties are checked for their types. */
export function join(left: unknown, right: unknown): unknown {
  const parts = [left, right].filter((part) => part !== undefined);
  return parts.some((part) => typeof part === 'object') ? { 'Fn::Join': ['', parts] } : parts.join('');
}
