// Preloaded into the app that integ-runner synthesizes, which takes no context of its own. Stack traces would put the
// paths of this machine into the snapshot.
const context = JSON.parse(process.env.CDK_CONTEXT_JSON || '{}');
process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...context, 'aws:cdk:disable-creation-stack-traces': true });
