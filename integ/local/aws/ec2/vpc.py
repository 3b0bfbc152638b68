"""What ministack's CloudFormation does not tell of a VPC.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
"""

from ministack.services import ec2
from ministack.services.cloudformation import provisioners


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::EC2::VPC']
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        return completed(*creates(logical_id, properties, stack))

    def update(vpc_id: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        return completed(*updates(vpc_id, old, properties, stack, logical_id))

    handlers.update({'create': create, 'update': update})


def completed(vpc_id: str, attributes: dict) -> tuple[str, dict]:
    """What Fn::GetAtt returns."""
    return vpc_id, {**attributes, 'CidrBlock': ec2._vpcs[vpc_id]['CidrBlock']}
