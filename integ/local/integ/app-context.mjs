// Preloaded into the app that integ-runner synthesizes, which takes no context of its own. Stack traces would put the
// paths of this machine into the snapshot.
import { cpSync } from 'fs';
import { basename } from 'path';

const { CDK_CONTEXT_JSON = '{}', CDK_OUTDIR, LOCAL_KEEP_ASSEMBLY } = process.env;
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  ...JSON.parse(CDK_CONTEXT_JSON), 'aws:cdk:disable-creation-stack-traces': true, 'aws:cdk:disable-stack-trace': true,
});

// integ-runner deletes what it synthesized to verify, and does not look at the assertions in it.
if (LOCAL_KEEP_ASSEMBLY) {
  process.on('exit', () => cpSync(CDK_OUTDIR, LOCAL_KEEP_ASSEMBLY, { recursive: true, filter: (path) => !basename(path).startsWith('asset.') }));
}
