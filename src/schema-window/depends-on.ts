import type { CfnResource } from 'aws-cdk-lib';

/** What newer versions of the AWS CDK call it, which print a warning about the former names. */
interface Renamed {
  addResourceDependency?(target: CfnResource): void;
  removeResourceDependency?(target: CfnResource): void;
}

/** Writes a `DependsOn`, under whichever name the method has from the peer floor on. */
export function addDependsOn(resource: CfnResource & Renamed, target: CfnResource): void {
  if (resource.addResourceDependency) resource.addResourceDependency(target);
  else resource.addDependency(target);
}

export function removeDependsOn(resource: CfnResource & Renamed, target: CfnResource): void {
  if (resource.removeResourceDependency) resource.removeResourceDependency(target);
  else resource.removeDependency(target);
}
