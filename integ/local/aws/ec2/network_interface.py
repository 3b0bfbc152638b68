"""The network interfaces of an endpoint: one a subnet, with an address of the subnet and the endpoint's groups.

The tag `local:address` says where on loopback an interface listens.
"""

import ipaddress
import random
import uuid

from ministack.core.responses import get_account_id
from ministack.services import ec2

from aws.ec2.describe import answered, chosen
from aws.network import doors

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
FILTERS = {'network-interface-id': 'NetworkInterfaceId', 'vpc-id': 'VpcId', 'subnet-id': 'SubnetId', 'group-id': 'Groups',
           'private-ip-address': 'PrivateIpAddress', 'addresses.private-ip-address': 'PrivateIpAddress',
           'availability-zone': 'AvailabilityZone', 'interface-type': 'InterfaceType', 'description': 'Description',
           'status': 'Status', 'owner-id': 'OwnerId'}


def install() -> None:
    ec2._ACTION_MAP['DescribeNetworkInterfaces'] = answered(describe)


def describe(parameters: dict) -> tuple:
    found = chosen(ec2._network_interfaces, parameters, 'network interface', 'NetworkInterfaceId',
                   'InvalidNetworkInterfaceID.NotFound', FILTERS)
    return ec2._xml(200, 'DescribeNetworkInterfacesResponse',
                    f'<networkInterfaceSet>{"".join(map(fields_xml, found))}</networkInterfaceSet>')


def fields_xml(interface: dict) -> str:
    address = interface.get('Ipv6Address')
    items = f'<item><ipv6Address>{address}</ipv6Address></item>' if address else ''
    return f'{ec2._eni_fields_xml(interface).removesuffix("</item>")}<ipv6AddressesSet>{items}</ipv6AddressesSet></item>'


def synchronize(endpoint: dict) -> list[dict]:
    """Makes, keeps and removes interfaces as the endpoint's subnets say."""
    mine = {interface['SubnetId']: interface for interface in of(endpoint['VpcEndpointId'])}
    for subnet_id, interface in mine.items():
        if subnet_id not in endpoint['SubnetIds']:
            drop(interface)
    chosen = [mine.get(subnet_id) or make(endpoint['VpcEndpointId'], subnet_id) for subnet_id in endpoint['SubnetIds']]
    for interface in chosen:
        interface['Ipv6Address'] = ipv6_address(interface) if endpoint['IpAddressType'] == 'dualstack' else None
        interface['Groups'] = [{'GroupId': group, 'GroupName': ec2._security_groups.get(group, {}).get('GroupName', group)}
                               for group in endpoint['SecurityGroupIds']]
    return chosen


def of(endpoint_id: str) -> list[dict]:
    return [interface for interface in ec2._network_interfaces.values() if interface.get('VpcEndpointId') == endpoint_id]


def remove(endpoint_id: str) -> None:
    for interface in of(endpoint_id):
        drop(interface)


def drop(interface: dict) -> None:
    doors.close_for(interface)
    ec2._tags.pop(interface['NetworkInterfaceId'], None)
    del ec2._network_interfaces[interface['NetworkInterfaceId']]


def make(endpoint_id: str, subnet_id: str) -> dict:
    subnet = ec2._subnets[subnet_id]
    interface = {
        'NetworkInterfaceId': f'eni-{uuid.uuid4().hex[:17]}',
        'VpcEndpointId': endpoint_id,
        'SubnetId': subnet_id,
        'VpcId': subnet['VpcId'],
        'AvailabilityZone': subnet['AvailabilityZone'],
        'Description': f'VPC Endpoint Interface {endpoint_id}',
        'OwnerId': get_account_id(),
        'Status': 'in-use',
        'PrivateIpAddress': free_address(subnet),
        'InterfaceType': 'vpc_endpoint',
        'SourceDestCheck': True,
        'MacAddress': ':'.join(f'{random.randint(0, 255):02x}' for _ in range(6)),
        'Attachment': None,
    }
    interface['LocalAddress'] = doors.open_for(interface)
    ec2._network_interfaces[interface['NetworkInterfaceId']] = interface
    ec2._tags[interface['NetworkInterfaceId']] = [{'Key': 'local:address', 'Value': interface['LocalAddress']}]
    return interface


def ipv6_address(interface: dict) -> str:
    """Told, and reached by nobody."""
    return interface.get('Ipv6Address') or str(ipaddress.ip_network(ec2._subnets[interface['SubnetId']]['Ipv6CidrBlock'])[random.getrandbits(60) + 4])


def free_address(subnet: dict) -> str:
    """The first four addresses of a subnet are reserved. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""
    taken = {interface['PrivateIpAddress'] for interface in ec2._network_interfaces.values()
             if interface['SubnetId'] == subnet['SubnetId']}
    hosts = list(ipaddress.ip_network(subnet['CidrBlock']).hosts())[3:]
    return next(str(host) for host in hosts if str(host) not in taken)
