import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { cleanUp } from './clean-up';
import { allow, session } from './identities';
import { account, patience } from './target';
import { eventually } from '../wait';

const PAGE = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-schedule-key-deletion-pending-window-in-days';

const kms = new KMSClient({});
afterAll(cleanUp);

test(`the policy of a key can ask for the longest window of its deletion (${PAGE})`, async () => {
  const somebody = await session(allow('kms:ScheduleKeyDeletion'));
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const statement = (Action: string | string[], Condition?: object) => ({ Effect: 'Allow', Principal: root, Action, Resource: '*', Condition });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement(['kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:CancelKeyDeletion']),
      statement('kms:ScheduleKeyDeletion', { NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } }),
    ],
  });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy, BypassPolicyLockoutSafetyCheck: true }));
  const KeyId = KeyMetadata!.KeyId;
  const schedule = (PendingWindowInDays: number) =>
    new KMSClient({ credentials: somebody.credentials }).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
  await expect(schedule(29)).rejects.toThrow('not authorized to perform: kms:ScheduleKeyDeletion');
  await eventually(patience, () => schedule(30));
});
