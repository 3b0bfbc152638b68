import { Stack } from 'aws-cdk-lib';
import { CfnKeyspace, CfnTable, CfnTableProps } from 'aws-cdk-lib/aws-cassandra';
import { CfnSubnet, CfnVPC, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { ENCRYPTION, encryptedWith } from './changed-key';

type Build = (stack: Stack) => void;

/** A stack that CloudFormation refuses, and the same one as it is accepted. L1: the library would refuse some of them earlier. */
export interface Case {
  readonly name: string;
  /** What is deployed already; nothing for a refused creation. */
  readonly before?: Build;
  readonly refused: Build;
  readonly reason: string;
  readonly accepted: Build;
}

/** What every case stands on, in a stack of its own. */
export const BASE = 'Base';
const SINGLE = 'refusals_single';
const MULTI = 'refusals_multi';
export const base: Build = (stack) => {
  new CfnKeyspace(stack, 'Single', { keyspaceName: SINGLE });
  new CfnKeyspace(stack, 'Multi', {
    keyspaceName: MULTI,
    replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: ['us-east-1', 'eu-west-1'] },
  });
};

export const CASES: Case[] = [
  {
    name: 'OneLetterColumn',
    refused: table({ regularColumns: [{ columnName: 'a', columnType: 'int' }] }),
    reason: "'a' does not match",
    accepted: table({ regularColumns: [{ columnName: 'ab', columnType: 'int' }] }),
  },
  {
    name: 'ChangedColumn',
    before: table({ regularColumns: [{ columnName: 'total', columnType: 'decimal' }] }),
    refused: table({ regularColumns: [{ columnName: 'total', columnType: 'double' }] }),
    reason: 'Altering column is not supported in CloudFormation currently',
    accepted: table({ regularColumns: [{ columnName: 'total', columnType: 'decimal' }, { columnName: 'note', columnType: 'text' }] }),
  },
  {
    name: 'ChangedKey',
    before: table({}),
    refused: table({ partitionKeyColumns: [{ columnName: 'customer', columnType: 'uuid' }] }),
    reason: `with identifier '${SINGLE}|ChangedKey' already exists`,
    accepted: table({ partitionKeyColumns: [{ columnName: 'customer', columnType: 'uuid' }], tableName: 'ChangedKeyAndName' }),
  },
  {
    name: 'LongTimeToLive',
    refused: table({ defaultTimeToLive: 630720001 }),
    reason: 'exceeds 630720000 seconds, 20 years',
    accepted: table({ defaultTimeToLive: 630720000 }),
  },
  {
    name: 'DisabledKey',
    refused: encryptedTable({ enabled: false, actions: ['kms:*'] }),
    reason: 'is not enabled: its state is Disabled',
    accepted: encryptedTable({ actions: ['kms:*'] }),
  },
  {
    name: 'ForbiddingKey',
    refused: encryptedTable({ actions: ['kms:Describe*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'] }),
    reason: 'is not authorized to perform: kms:CreateGrant',
    accepted: encryptedTable({ actions: ['kms:*'] }),
  },
  {
    name: 'KeyInSeveralRegions',
    refused: encryptedTable({ actions: ['kms:*'], keyspaceName: MULTI }),
    reason: 'Multi-Region tables do not support customer managed keys',
    accepted: table({ keyspaceName: MULTI, encryptionSpecification: { encryptionType: 'AWS_OWNED_KMS_KEY' } }),
  },
  {
    name: ENCRYPTION,
    before: encryptedWith('First'),
    refused: encryptedWith('Disabled'),
    reason: 'is not enabled: its state is Disabled',
    accepted: encryptedWith('Next'),
  },
  {
    name: 'SecondPrivateDns',
    refused: endpoints({ secondPrivateDns: true }),
    reason: 'there is already a conflicting DNS domain for cassandra.us-east-1.amazonaws.com',
    accepted: endpoints({ secondPrivateDns: false }),
  },
];

function table(props: Partial<CfnTableProps>): Build {
  return (stack) => {
    new CfnTable(stack, 'Table', {
      keyspaceName: SINGLE,
      tableName: stack.stackName,
      partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }],
      ...props,
    });
  };
}

function encryptedTable({ enabled = true, actions, keyspaceName = SINGLE }: { enabled?: boolean; actions: string[]; keyspaceName?: string }): Build {
  return (stack) => {
    const key = new CfnKey(stack, 'Key', {
      enabled,
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${stack.account}:root` }, Action: actions, Resource: '*' }],
      },
    });
    table({ keyspaceName, encryptionSpecification: { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.attrArn } })(stack);
  };
}

function endpoints({ secondPrivateDns }: { secondPrivateDns: boolean }): Build {
  return (stack) => {
    const vpc = new CfnVPC(stack, 'Vpc', { cidrBlock: '10.9.0.0/16', enableDnsSupport: true, enableDnsHostnames: true });
    const subnet = new CfnSubnet(stack, 'Subnet', { vpcId: vpc.ref, cidrBlock: '10.9.0.0/24', availabilityZone: 'us-east-1a' });
    const endpoint = (id: string, privateDnsEnabled: boolean) => new CfnVPCEndpoint(stack, id, {
      vpcId: vpc.ref,
      subnetIds: [subnet.ref],
      serviceName: 'com.amazonaws.us-east-1.cassandra',
      vpcEndpointType: 'Interface',
      privateDnsEnabled,
    });
    endpoint('Second', secondPrivateDns).addDependency(endpoint('First', true));
  };
}
