import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Way } from '../admit-network';
import type { KeyspacesService } from '../keyspaces-service';

/** @see https://docs.aws.amazon.com/general/latest/gr/sts.html */
export const STS: Way = { port: ec2.Port.tcp(443), description: 'AWS STS' };

export function wayOf({ _port: port, _ruleDescription: description }: KeyspacesService): Way {
  return { port, description };
}
