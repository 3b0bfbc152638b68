import { Token } from 'aws-cdk-lib';
import { CfnKeyspace, CfnTable, type IKeyspaceRef, type ITableRef } from 'aws-cdk-lib/aws-cassandra';
import { type Located, regionsOf } from '../private/arns';
import { referenced } from '../private/referenced';
import { surelyDiffer } from '../private/surely-differ';
import { warn } from '../private/warnings';

/**
 * A plain resource does not tell its Regions, so that its own is all that is known of it. At synthesis, because until then its keyspace
 * may be changed.
 *
 * @param what what holds in its own Region alone
 */
export function warnOfReplicas(of: ITableRef | IKeyspaceRef, id: string, what: string): void {
  if (CfnTable.isCfnTable(of)) {
    of.node.addValidation({
      validate: () => {
        const keyspace = referenced(of.keyspaceName);
        if (CfnKeyspace.isCfnKeyspace(keyspace) && hasOneRegion(keyspace)) return [];
        warn(of, id, `${what}: a plain CfnTable does not tell whether it has replicas. Acknowledge this if its keyspace has one Region; else give`
          + ' Table.fromTableAttributes() with its replicationRegions');
        return [];
      },
    });
  } else if (CfnKeyspace.isCfnKeyspace(of)) {
    of.node.addValidation({
      validate: () => {
        if (!hasOneRegion(of)) {
          warn(of, id, `${what}: the replicas of a plain CfnKeyspace are not known here. Give Keyspace.fromKeyspaceAttributes() with its`
            + ' replicationRegions');
        }
        return [];
      },
    });
  }
}

/**
 * An endpoint leads to its own Region, and to nothing that is elsewhere alone. What is imported by the ARN of one of its Regions is taken
 * for being there alone.
 */
export function warnOfRegionsNotReached(of: Located & (ITableRef | IKeyspaceRef), endpoints: Located[]): void {
  const regions = regionsOf(of);
  if (regions.some((region) => endpoints.some(({ env }) => !surelyDiffer(env.region, region)))) return;
  warn(of, 'regionNotReached', `it is known in ${regions.join(', ')} alone, where none of its endpoints lead: they are in`
    + ` ${[...new Set(endpoints.map(({ env }) => env.region))].join(', ')}. If it has replicas there, give its replicationRegions where it is imported`);
}

/** As CloudFormation takes it when it is not said. */
function hasOneRegion({ replicationSpecification: replication }: CfnKeyspace): boolean {
  if (replication === undefined) return true;
  if (Token.isUnresolved(replication)) return false;
  const { replicationStrategy = 'SINGLE_REGION', regionList = [] } = replication as CfnKeyspace.ReplicationSpecificationProperty;
  return replicationStrategy === 'SINGLE_REGION' && regionList.length === 0;
}
