"""What ministack's CloudFormation does not tell of a VPC, and its IPv6 blocks, which ministack does not know.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
"""

import uuid
from itertools import count

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.resource import Refused, register

_numbers = count(1)
_fields_xml = ec2._vpc_fields_xml


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::EC2::VPC']
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        return completed(*creates(logical_id, properties, stack))

    def update(vpc_id: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        return completed(*updates(vpc_id, old, properties, stack, logical_id))

    handlers.update({'create': create, 'update': update})
    register('AWS::EC2::VPCCidrBlock', add_block, None, remove_block)
    register('AWS::EC2::EgressOnlyInternetGateway', create_gateway, update_gateway, delete_gateway)
    ec2._vpc_fields_xml = fields_xml


def completed(vpc_id: str, attributes: dict) -> tuple[str, dict]:
    """What Fn::GetAtt returns: the list is the VPC's own, which is filled when its blocks are added."""
    vpc = ec2._vpcs[vpc_id]
    return vpc_id, {**attributes, 'CidrBlock': vpc['CidrBlock'], 'Ipv6CidrBlocks': blocks_of(vpc)}


def blocks_of(vpc: dict) -> list[str]:
    return vpc.setdefault('Ipv6CidrBlocks', [])


def add_block(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html"""
    vpc = ec2._vpcs.get(properties['VpcId'])
    if not vpc:
        raise Refused(f"The vpc ID '{properties['VpcId']}' does not exist")
    if not properties.get('AmazonProvidedIpv6CidrBlock'):
        raise Refused('The local stack adds IPv6 blocks to a VPC that Amazon provides, and no others')
    association = f'vpc-cidr-assoc-{uuid.uuid4().hex[:17]}'
    # Amazon provides a /56.
    block = f'2600:1f18:{next(_numbers):x}:a00::/56'
    blocks_of(vpc).append(block)
    vpc.setdefault('Ipv6Associations', {})[association] = block
    return association, {'Id': association}


def remove_block(association: str, properties: dict) -> None:
    vpc = ec2._vpcs.get(properties['VpcId'])
    if vpc and association in vpc.get('Ipv6Associations', {}):
        blocks_of(vpc).remove(vpc['Ipv6Associations'].pop(association))


def fields_xml(vpc: dict, tag: str = 'item') -> str:
    return with_blocks(_fields_xml(vpc, tag), tag, vpc.get('Ipv6Associations', {}))


def with_blocks(xml: str, tag: str, associations: dict[str, str]) -> str:
    """The IPv6 blocks before the closing tag: of a VPC and of a subnet alike."""
    items = ''.join(f'<item><associationId>{association}</associationId><ipv6CidrBlock>{block}</ipv6CidrBlock>'
                    f'<ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState></item>' for association, block in associations.items())
    return f'{xml.removesuffix(f"</{tag}>")}<ipv6CidrBlockAssociationSet>{items}</ipv6CidrBlockAssociationSet></{tag}>'


def create_gateway(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-egressonlyinternetgateway.html"""
    if properties['VpcId'] not in ec2._vpcs:
        raise Refused(f"The vpc ID '{properties['VpcId']}' does not exist")
    gateway = f'eigw-{uuid.uuid4().hex[:17]}'
    ec2._egress_igws[gateway] = {'EgressOnlyInternetGatewayId': gateway, 'VpcId': properties['VpcId'], 'State': 'attached'}
    return gateway, update_gateway(gateway, {}, properties)


def update_gateway(gateway: str, old: dict, properties: dict) -> dict:
    """Only the tags change in place."""
    ec2._tags[gateway] = properties.get('Tags', [])
    return {'Id': gateway}


def delete_gateway(gateway: str, properties: dict) -> None:
    ec2._egress_igws.pop(gateway, None)
    ec2._tags.pop(gateway, None)
