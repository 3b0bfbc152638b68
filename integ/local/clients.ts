import { Agent } from 'node:https';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ACCOUNT } from './environment';

export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly keyspaces: KeyspacesClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
}

/** Clients of the local AWS, as the root of an account: the environment names endpoint and Region, the root certificate is only known here. */
export function makeClients(ca: string, account = ACCOUNT): Clients {
  const credentials = { accessKeyId: account, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY! };
  const configuration = { credentials, requestHandler: { httpsAgent: new Agent({ ca }) } };
  return {
    cloudFormation: new CloudFormationClient(configuration),
    ec2: new EC2Client(configuration),
    iam: new IAMClient(configuration),
    keyspaces: new KeyspacesClient(configuration),
    kms: new KMSClient(configuration),
    lambda: new LambdaClient(configuration),
  };
}
