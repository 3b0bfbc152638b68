"""The IPv6 block of a subnet, which ministack does not know.

https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html#subnet-sizing-ipv6
"""

import ipaddress
import uuid

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.ec2 import vpc
from aws.resource import Refused

_fields_xml = ec2._subnet_fields_xml


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::EC2::Subnet']
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        check(properties)
        return completed(*creates(logical_id, properties, stack), properties)

    def update(subnet_id: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        check(properties, subnet_id)
        return completed(*updates(subnet_id, old, properties, stack, logical_id), properties)

    handlers.update({'create': create, 'update': update})
    ec2._subnet_fields_xml = fields_xml


def check(properties: dict, subnet_id: str | None = None) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html"""
    if str(properties.get('Ipv6Native')).lower() == 'true':
        raise Refused('The local stack makes no subnets of IPv6 alone')
    block = properties.get('Ipv6CidrBlock')
    if not block:
        if str(properties.get('AssignIpv6AddressOnCreation')).lower() == 'true':
            raise Refused('AssignIpv6AddressOnCreation requires Ipv6CidrBlock')
        return
    network = ipaddress.ip_network(block)
    # From /44 to /64, in steps of four.
    if network.prefixlen not in range(44, 65, 4) or not any(
            network.subnet_of(ipaddress.ip_network(one)) for one in vpc.blocks_of(ec2._vpcs.get(properties['VpcId'], {}))):
        raise Refused(f"The CIDR '{block}' is invalid.")
    for other in ec2._subnets.values():
        if (other['SubnetId'] != subnet_id and other['VpcId'] == properties['VpcId'] and 'Ipv6CidrBlock' in other
                and network.overlaps(ipaddress.ip_network(other['Ipv6CidrBlock']))):
            raise Refused(f"The CIDR '{block}' conflicts with another subnet")


def completed(subnet_id: str, attributes: dict, properties: dict) -> tuple[str, dict]:
    subnet, block = ec2._subnets[subnet_id], properties.get('Ipv6CidrBlock')
    subnet['AssignIpv6AddressOnCreation'] = str(properties.get('AssignIpv6AddressOnCreation')).lower() == 'true'
    if not block:
        subnet.pop('Ipv6CidrBlock', None)
    elif block != subnet.get('Ipv6CidrBlock'):
        subnet.update({'Ipv6CidrBlock': block, 'Ipv6Association': f'subnet-cidr-assoc-{uuid.uuid4().hex[:17]}'})
    return subnet_id, {**attributes, 'Ipv6CidrBlocks': [block] if block else []}


def fields_xml(subnet: dict, tag: str = 'item') -> str:
    xml = _fields_xml(subnet, tag)
    if subnet.get('AssignIpv6AddressOnCreation'):
        xml = xml.replace('<assignIpv6AddressOnCreation>false<', '<assignIpv6AddressOnCreation>true<')
    return vpc.with_blocks(xml, tag, {subnet['Ipv6Association']: subnet['Ipv6CidrBlock']} if 'Ipv6CidrBlock' in subnet else {})
