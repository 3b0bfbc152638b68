import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { local } from './target';

/** Finds out the account. A real one must be named, so that nobody's is taken by accident. */
export default async function setUp(): Promise<void> {
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  if (!local && process.env.CONFORMANCE_ACCOUNT !== Account) {
    throw new Error(`the credentials are those of account ${Account}: set CONFORMANCE_ACCOUNT to it if the tests may create and delete keyspaces, tables, users, roles and keys there`);
  }
  process.env.CONFORMANCE_ACCOUNT = Account;
}
