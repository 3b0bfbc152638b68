"""Whether a function's packets arrive: security groups on both sides, routes, and what there is at the address.

A packet that nothing lets through is dropped, so that the function waits until its own time is over.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
"""

import ipaddress

from ministack.services import ec2

from aws.ec2 import peering
from aws.network import names
from aws.network.doors import CQL, PUBLIC_NODES, speaks_cql
from aws.network.functions import Place, place_of
from aws.questions import answers

HTTPS = 443
# The local AWS itself, which functions outside a VPC are told as AWS_ENDPOINT_URL.
GATEWAY = 4566
# Stands for every public address where a rule names a range: https://www.rfc-editor.org/rfc/rfc5737
ANY_PUBLIC_ADDRESS = '203.0.113.1'


@answers('connect')
def connect(question: dict) -> dict:
    place, address, port = place_of(question['function']), question['address'], question['port']
    if address in (names.PUBLIC, *PUBLIC_NODES):
        host = way_out(place, address, port)
    else:
        host = way_to_interface(place, address, port)
    return {'host': host} if host else {'drop': True}


def way_out(place: Place, address: str, port: int) -> str | None:
    if port not in (HTTPS, GATEWAY, CQL):
        # A server of the function's own.
        return address
    if place.subnets and not (lets_out(place, port, ANY_PUBLIC_ADDRESS, []) and all(map(reaches_internet, place.subnets))):
        return None
    return PUBLIC_NODES[0] if address == names.PUBLIC and port != GATEWAY else address


def way_to_interface(place: Place, address: str, port: int) -> str | None:
    """Of the function's VPC, or of one that it is peered with. Functions outside a VPC reach none."""
    interface = interface_at(place, address)
    if not interface:
        return None
    groups = [group['GroupId'] for group in interface['Groups']]
    arrives = (port in ports_of(interface) and lets_out(place, port, address, groups)
               # It runs in any of its subnets: what one of them cannot reach fails now and then.
               and all(permitted(groups, 'IpPermissions', port, private_address(subnet), place.groups)
                       # An answer that does not find its way back is none.
                       and leads_to(interface['SubnetId'], private_address(subnet)) == place.vpc['VpcId']
                       for subnet in place.subnets))
    return interface['LocalAddress'] if arrives else None


def interface_at(place: Place, address: str) -> dict | None:
    """Where the packets of all its subnets arrive."""
    vpcs = {leads_to(subnet, address) for subnet in place.subnets}
    return next((one for one in ec2._network_interfaces.values()
                 if vpcs == {one['VpcId']} and one['PrivateIpAddress'] == address and 'LocalAddress' in one), None)


def leads_to(subnet_id: str, address: str) -> str | None:
    """The VPC that a subnet's packets to a private address end up in: by the most specific route, and over one peering connection at most.

    https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
    """
    vpc_id = ec2._subnets[subnet_id]['VpcId']
    ranges = {ipaddress.ip_network(route['DestinationCidrBlock']): route for route in routes_of(subnet_id) if route.get('DestinationCidrBlock')}
    matching = [one for one in ranges if ipaddress.ip_address(address) in one]
    route = ranges[max(matching, key=lambda one: one.prefixlen)] if matching else {}
    if route.get('GatewayId') == 'local':
        return vpc_id
    return peering.peer_of(vpc_id, route.get('VpcPeeringConnectionId', ''))


def ports_of(interface: dict) -> tuple[int, ...]:
    if 'VpcEndpointId' not in interface:
        return ()
    return (HTTPS, CQL) if speaks_cql(interface) else (HTTPS,)


def private_address(subnet_id: str) -> str:
    """The last one of the subnet: functions share an interface there.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-enis
    """
    return str(ipaddress.ip_network(ec2._subnets[subnet_id]['CidrBlock'])[-2])


def lets_out(place: Place, port: int, address: str, groups: list[str]) -> bool:
    return permitted(place.groups, 'IpPermissionsEgress', port, address, groups)


def permitted(groups: list[str], direction: str, port: int, address: str, peers: list[str]) -> bool:
    """One rule of any group suffices: rules only ever allow."""
    return any(matches(rule, port, address, peers)
               for group in groups for rule in ec2._security_groups.get(group, {}).get(direction, []))


def matches(rule: dict, port: int, address: str, peers: list[str]) -> bool:
    if rule['IpProtocol'] != '-1' and not (
            rule['IpProtocol'] in ('tcp', '6') and rule.get('FromPort', 0) <= port <= rule.get('ToPort', 65535)):
        return False
    ranges = [item['CidrIp'] for item in rule.get('IpRanges', [])]
    ranges += [entry['Cidr'] for item in rule.get('PrefixListIds', [])
               for entry in ec2._prefix_lists.get(item['PrefixListId'], {}).get('Entries', [])]
    return (any(ipaddress.ip_address(address) in ipaddress.ip_network(one, strict=False) for one in ranges)
            or any(pair.get('GroupId') in peers for pair in rule.get('UserIdGroupPairs', [])))


def reaches_internet(subnet_id: str) -> bool:
    """Through a NAT gateway alone: a function in a VPC never has a public address, not even in a public subnet."""
    nat = ec2._nat_gateways.get(default_route(subnet_id).get('NatGatewayId'), {})
    return (nat.get('State') == 'available' and nat.get('ConnectivityType') == 'public'
            and default_route(nat['SubnetId']).get('GatewayId', '').startswith('igw-'))


def default_route(subnet_id: str) -> dict:
    return next((route for route in routes_of(subnet_id) if route.get('DestinationCidrBlock') == '0.0.0.0/0'), {})


def routes_of(subnet_id: str) -> list[dict]:
    """Of the route table that the subnet is associated with, or else of the VPC's main one."""
    vpc_id = ec2._subnets[subnet_id]['VpcId']
    tables = [table for table in ec2._route_tables.values() if table['VpcId'] == vpc_id]
    mine = [table for table in tables if any(one.get('SubnetId') == subnet_id for one in table['Associations'])]
    main = [table for table in tables if any(one.get('Main') for one in table['Associations'])]
    return [route for table in (mine or main) for route in table['Routes']]
