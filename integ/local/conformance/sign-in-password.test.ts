import {
  CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand, ListServiceSpecificCredentialsCommand,
  ResetServiceSpecificCredentialCommand, UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import { auth } from 'cassandra-driver';
import { cleanUp, later } from './clean-up';
import { connect, refusal } from './connections';
import { CONNECT, createUser, iam } from './identities';
import { account, GUIDE, patience } from './target';
import { eventually } from '../wait';

const PAGE = `${GUIDE}/programmatic.credentials.ssc.html`;
const TROUBLE = `${GUIDE}/troubleshooting.connecting.html`;
const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const ServiceName = 'cassandra.amazonaws.com';

afterAll(cleanUp);

const password = ({ user, secret }: { user: string; secret: string }) => new auth.PlainTextAuthProvider(user, secret);
const signIn = (credential: { user: string; secret: string }) => refusal(connect(password(credential)));
const signsIn = (credential: { user: string; secret: string }) => eventually(patience, async () => expect(await signIn(credential)).toBe('allowed'));
const isRefused = (credential: { user: string; secret: string }) => eventually(patience, async () => expect(await signIn(credential)).toMatch(/^0100 /));

/** A service-specific credential of that user. */
async function create(UserName: string) {
  const { ServiceSpecificCredential: made } = await iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName }));
  const ServiceSpecificCredentialId = made!.ServiceSpecificCredentialId!;
  later(() => iam.send(new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId })));
  return { id: { UserName, ServiceSpecificCredentialId }, user: made!.ServiceUserName!, secret: made!.ServicePassword!, status: made!.Status };
}

const anyone = async () => create((await createUser(CONNECT)).name);

test(`a user signs in by the name and password that IAM generates (${PAGE})`, async () => {
  const { name } = await createUser(CONNECT);
  const credential = await create(name);
  expect(credential).toMatchObject({ user: expect.stringMatching(`^${name}-at-${account}$`), status: 'Active' });
  await signsIn(credential);
});

test(`another password is refused as bad credentials (${TROUBLE})`, async () => {
  const credential = await anyone();
  await signsIn(credential);
  await isRefused({ ...credential, secret: `${credential.secret}x` });
  await isRefused({ ...credential, secret: '' });
});

test(`a name that nobody has is refused as bad credentials (${TROUBLE})`, async () => {
  const credential = await anyone();
  await signsIn(credential);
  await isRefused({ ...credential, user: `nobody-at-${account}` });
});

test(`the password of somebody else is refused (${TROUBLE})`, async () => {
  const [one, other] = [await anyone(), await anyone()];
  await signsIn(one);
  await isRefused({ user: one.user, secret: other.secret });
});

test(`an inactive credential is refused, until it is active again (${IAM}/API_UpdateServiceSpecificCredential.html)`, async () => {
  const credential = await anyone();
  const set = (Status: 'Active' | 'Inactive') => iam.send(new UpdateServiceSpecificCredentialCommand({ ...credential.id, Status }));
  await signsIn(credential);
  await set('Inactive');
  await isRefused(credential);
  await set('Active');
  await signsIn(credential);
});

test(`a password that was reset is refused, and the new one works (${IAM}/API_ResetServiceSpecificCredential.html)`, async () => {
  const credential = await anyone();
  const { ServiceSpecificCredential: renewed } = await iam.send(new ResetServiceSpecificCredentialCommand(credential.id));
  expect(renewed).toMatchObject({ ServiceUserName: credential.user, ServiceSpecificCredentialId: credential.id.ServiceSpecificCredentialId });
  await signsIn({ ...credential, secret: renewed!.ServicePassword! });
  await isRefused(credential);
});

test(`a credential that was deleted is refused, and the other one of the user works (${IAM}/API_DeleteServiceSpecificCredential.html)`, async () => {
  const { name } = await createUser(CONNECT);
  const [one, other] = [await create(name), await create(name)];
  await signsIn(one);
  await iam.send(new DeleteServiceSpecificCredentialCommand(one.id));
  await isRefused(one);
  await signsIn(other);
});

test(`a user has two credentials at most (${IAM}/API_CreateServiceSpecificCredential.html)`, async () => {
  const { name } = await createUser(CONNECT);
  const [one] = [await create(name), await create(name)];
  await expect(create(name)).rejects.toMatchObject({ name: 'LimitExceededException' });
  await iam.send(new DeleteServiceSpecificCredentialCommand(one.id));
  await signsIn(await create(name));
});

test(`credentials are listed without their passwords (${IAM}/API_ListServiceSpecificCredentials.html)`, async () => {
  const credential = await anyone();
  const request = new ListServiceSpecificCredentialsCommand({ UserName: credential.id.UserName, ServiceName });
  const { ServiceSpecificCredentials: [listed] = [] } = await iam.send(request);
  expect(listed).toMatchObject({ ...credential.id, ServiceUserName: credential.user, ServiceName, Status: 'Active' });
  expect(JSON.stringify(listed)).not.toContain(credential.secret);
});

test(`only a user that exists can have one (${IAM}/API_CreateServiceSpecificCredential.html)`, async () => {
  await expect(create('absent')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await expect(anyone()).resolves.toBeDefined();
});
