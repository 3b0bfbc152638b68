/**
 * Regions for which only the dual-stack host is listed. Free of constructs, because handlers need it too.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
 */
export const DUAL_STACK_ONLY_REGIONS = [
  'ap-east-2',
  'ap-northeast-3',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-6',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'mx-central-1',
];
