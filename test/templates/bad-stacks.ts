import { type App, Fn, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';

/** Synthesizes without a word, and has one fault for every check to find. */
export class BadStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id);
    // CloudFormation takes no column names of one letter.
    new CfnTable(this, 'Table', { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'x', columnType: 'int' }] });

    // Each waits for the other, and the first is open to the world.
    const first = new ec2.CfnSecurityGroup(this, 'First', { groupDescription: 'first' });
    const second = new ec2.CfnSecurityGroup(this, 'Second', { groupDescription: 'second' });
    first.securityGroupIngress = [
      { ipProtocol: 'tcp', fromPort: 9142, toPort: 9142, sourceSecurityGroupId: second.attrGroupId },
      { ipProtocol: 'tcp', fromPort: 9142, toPort: 9142, cidrIp: '0.0.0.0/0' },
    ];
    second.securityGroupIngress = [
      { ipProtocol: 'tcp', fromPort: 9142, toPort: 9142, sourceSecurityGroupId: first.attrGroupId },
    ];

    new iam.Role(this, 'Anybody', {
      assumedBy: new iam.AnyPrincipal(),
      inlinePolicies: {
        Anything: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['cassandra:*'], resources: ['*'] })],
        }),
      },
    });
  }
}

/** Two of them need each other's exports: neither can be deployed first. */
export class MutualStack extends Stack {
  constructor(app: App, id: string, other: string) {
    super(app, id);
    new CfnOutput(this, 'Output', { value: Fn.importValue(`${other}-Name`), exportName: `${id}-Name` });
  }
}
