"""Through which VPC endpoint a request came, which its address tells, and what that means for its authorization.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

from ministack.core import iam_evaluator as iam

from aws import network
from aws.network.doors import PUBLIC_NODES


def source_ip(address: str) -> str | None:
    """aws:SourceIp, which is there on the public endpoint only; whoever comes through one of its nodes is on this machine too."""
    if network.endpoint_of(address):
        return None
    return '127.0.0.1' if address in PUBLIC_NODES else address


def condition_keys(endpoint: dict | None) -> dict:
    return {'aws:SourceVpce': endpoint['VpcEndpointId'], 'aws:SourceVpc': endpoint['VpcId']} if endpoint else {}


def admits(endpoint: dict | None, request: iam.EvalContext) -> iam.EvalResult:
    """An endpoint's policy must allow what comes through it, whoever asks.

    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    """
    if not endpoint:
        return iam.EvalResult('Allow')
    return iam.evaluate_resource_policy(endpoint['PolicyDocument'], request)
