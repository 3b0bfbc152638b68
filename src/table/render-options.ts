import type { CfnTableProps } from 'aws-cdk-lib/aws-cassandra';
import { Capacity } from './capacity';
import type { TableProps } from './table-options';
import { timeToLiveSeconds } from './time-to-live';
import { renderWarmThroughput } from './warm-throughput';
import { TableEncryption } from '../encryption/table-encryption';
import type { Located } from '../private/arns';

/** All of a table but its names and columns. */
export function renderOptions(table: Located, keyspaceName: string, props: TableProps): Partial<CfnTableProps> {
  return {
    ...(props.capacity ?? Capacity.onDemand())._render(),
    warmThroughput: renderWarmThroughput(table, props.warmThroughput),
    encryptionSpecification: (props.encryption ?? TableEncryption.awsOwnedKey())._render(table, keyspaceName),
    pointInTimeRecoveryEnabled: props.pointInTimeRecovery ?? true,
    defaultTimeToLive: timeToLiveSeconds(table, props),
    // Off is said by saying nothing: the service knows only how to turn it on.
    clientSideTimestampsEnabled: props.clientSideTimestamps || undefined,
    cdcSpecification: props.changeDataCapture?._render(),
  };
}
