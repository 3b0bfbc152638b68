"""Through which VPC endpoint a request came, which its address tells, and what that means for its authorization.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

from ministack.core import iam_evaluator as iam


def endpoint_of(address: str) -> dict | None:
    """The endpoint whose network interface has this address; none on the public endpoint."""
    try:
        from aws import network
    except ImportError:
        return None
    return network.endpoint_of(address)


def condition_keys(endpoint: dict | None) -> dict:
    """aws:SourceIp is there on the public endpoint only, these only on a VPC's."""
    return {'aws:SourceVpce': endpoint['VpcEndpointId'], 'aws:SourceVpc': endpoint['VpcId']} if endpoint else {}


def admits(endpoint: dict | None, request: iam.EvalContext) -> iam.EvalResult:
    """An endpoint's policy must allow what comes through it, whoever asks.

    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    """
    if not endpoint:
        return iam.EvalResult('Allow')
    return iam.evaluate_resource_policy(endpoint['PolicyDocument'], request)
