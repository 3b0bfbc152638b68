import type { awscdk } from 'projen';
import { JsonPatch } from 'projen';

/** No committed file names a registry's host: the publisher falls back to each registry's own default. */
export function omitRegistryHosts(project: awscdk.AwsCdkConstructLibrary) {
  project.tryFindObjectFile('.github/workflows/release.yml')?.patch(
    JsonPatch.remove('/jobs/release_npm/steps/9/env/NPM_REGISTRY'),
  );
}
