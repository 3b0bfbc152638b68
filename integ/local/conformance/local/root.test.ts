import { KeyspacesClient, ListKeyspacesCommand } from '@aws-sdk/client-keyspaces';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { account } from '../target';

const SIGNATURES = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html';
const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY!;

/** Whose credentials the two services take these for. */
async function asked(accessKeyId: string, secret: string): Promise<string[]> {
  const credentials = { accessKeyId, secretAccessKey: secret };
  const answers = [
    new STSClient({ credentials }).send(new GetCallerIdentityCommand({})),
    new KeyspacesClient({ credentials }).send(new ListKeyspacesCommand({})),
  ];
  return Promise.all(answers.map((answer) => answer.then(() => 'answered', () => 'refused')));
}

describe(`the account's root signs like anybody else (${SIGNATURES})`, () => {
  test('with its secret', async () => expect(await asked(account, secretAccessKey)).toEqual(['answered', 'answered']));
  test('not with another', async () => expect(await asked(account, 'guessed')).toEqual(['refused', 'refused']));
  test('not by a key that nobody was given', async () => expect(await asked('test', 'test')).toEqual(['refused', 'refused']));
  test('not without a signature', async () => {
    const signer = { sign: async <T>(request: T) => request };
    await expect(new KeyspacesClient({ signer }).send(new ListKeyspacesCommand({}))).rejects.toThrow();
  });
});
