"""The bucket of a trail: CloudTrail refuses one that it may not write to.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
"""

from collections.abc import Callable

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudtrail, s3


def install() -> None:
    for operation in ('CreateTrail', 'UpdateTrail'):
        cloudtrail._DISPATCH[operation] = checked(cloudtrail._DISPATCH[operation])


def checked(operation: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    def handle(request: dict) -> tuple:
        name = request.get('Name', '').rsplit('/', 1)[-1]
        current = cloudtrail._trails.get(name) or {}
        bucket, prefix = (request.get(key, current.get(key, '')) for key in ('S3BucketName', 'S3KeyPrefix'))
        return refusal(name, bucket, prefix) or operation(request)
    return handle


def refusal(trail: str, bucket: str, prefix: str) -> tuple | None:
    owner = s3._bucket_owner_account(bucket)
    if owner is None:
        return cloudtrail._err('S3BucketDoesNotExistException', f'S3 bucket {bucket} does not exist!')
    arn = f'arn:aws:s3:::{bucket}'
    logs = '/'.join(part for part in (arn, prefix, 'AWSLogs', get_account_id(), 'CloudTrail') if part)
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    source = f'arn:aws:cloudtrail:{get_region()}:{get_account_id()}:trail/{trail}'
    if allows(policy, 's3:GetBucketAcl', arn, source) and allows(policy, 's3:PutObject', f'{logs}/*', source):
        return None
    return cloudtrail._err('InsufficientS3BucketPolicyException', f'Incorrect S3 bucket policy is detected for bucket: {bucket}')


def allows(policy: str | None, action: str, resource: str, source: str) -> bool:
    request = iam.EvalContext('*', 'Service', '', action, resource, get_region(), secure_transport=True, service_context={
        'aws:sourcearn': source,
        'aws:sourceaccount': get_account_id(),
        's3:x-amz-acl': 'bucket-owner-full-control',
    })
    return iam.evaluate_resource_policy(policy, request, service='cloudtrail.amazonaws.com').decision == 'Allow'
