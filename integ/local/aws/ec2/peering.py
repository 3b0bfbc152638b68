"""VPC peering connections, and what refers to one: routes, and rules that name a security group of the other VPC.

ministack keeps connections and checks nothing; its CloudFormation does not know them.
https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
"""

import ipaddress

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.ec2.describe import EC2Error, answered
from aws.resource import Refused, register

# https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
ENDED = ('failed', 'deleted', 'rejected', 'expired')
FAILED = 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range'


def install() -> None:
    register('AWS::EC2::VPCPeeringConnection', create, update, delete)
    install_connections()
    install_routes()


def install_connections() -> None:
    actions = ec2._ACTION_MAP
    requests, accepts = actions['CreateVpcPeeringConnection'], actions['AcceptVpcPeeringConnection']

    def request(parameters: dict) -> tuple:
        """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html"""
        vpc_id, peer_id = (ec2._p(parameters, name) for name in ('VpcId', 'PeerVpcId'))
        if vpc_id not in ec2._vpcs:
            raise EC2Error('InvalidVpcID.NotFound', f"The vpc ID '{vpc_id}' does not exist")
        if any(set(vpcs_of(one)) == {vpc_id, peer_id} and one['Status']['Code'] not in ENDED for one in ec2._vpc_peering.values()):
            raise EC2Error('VpcPeeringConnectionAlreadyExists', f'A VPC peering connection between {vpc_id} and {peer_id} already exists')
        before = set(ec2._vpc_peering)
        answer = requests(parameters)
        [connection] = set(ec2._vpc_peering) - before
        owner, region = ec2._p(parameters, 'PeerOwnerId') or get_account_id(), ec2._p(parameters, 'PeerRegion') or get_region()
        peer = ec2._vpcs.get_scoped(owner, region, peer_id)
        if not peer or overlap(ec2._vpcs[vpc_id], peer):
            ec2._set_vpc_peering_status(ec2._vpc_peering[connection], 'failed', FAILED)
        return answer

    def accept(parameters: dict) -> tuple:
        connection = ec2._vpc_peering.get(ec2._p(parameters, 'VpcPeeringConnectionId'))
        if connection and connection['Status']['Code'] != 'pending-acceptance':
            raise EC2Error('InvalidStateTransition', f'Invalid state transition for {connection["VpcPeeringConnectionId"]}, '
                           f'attempted to transition from {connection["Status"]["Code"]} to active')
        return accepts(parameters)

    actions.update({'CreateVpcPeeringConnection': answered(request), 'AcceptVpcPeeringConnection': answered(accept)})


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    """Accepted at once: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html"""
    if (properties.get('PeerOwnerId', get_account_id()), properties.get('PeerRegion', get_region())) != (get_account_id(), get_region()):
        raise Refused('The local stack peers VPCs of one account and Region')
    before = set(ec2._vpc_peering)
    status, _, body = ec2._ACTION_MAP['CreateVpcPeeringConnection']({name: [properties[name]] for name in ('VpcId', 'PeerVpcId')})
    if status != 200:
        raise Refused(body.decode())
    [connection] = set(ec2._vpc_peering) - before
    if ec2._vpc_peering[connection]['Status']['Code'] == 'failed':
        raise Refused(FAILED)
    ec2._accept_vpc_peering_connection({'VpcPeeringConnectionId': [connection]})
    ec2._tags[connection] = properties.get('Tags', [])
    return connection, {'Id': connection}


def update(connection: str, old: dict, properties: dict) -> dict:
    """Only the tags change in place."""
    ec2._tags[connection] = properties.get('Tags', [])
    return {'Id': connection}


def delete(connection: str, properties: dict) -> None:
    """It is told as deleted for a while."""
    ec2._delete_vpc_peering_connection({'VpcPeeringConnectionId': [connection]})
    ec2._tags.pop(connection, None)


def install_routes() -> None:
    handlers, actions = provisioners._RESOURCE_HANDLERS['AWS::EC2::Route'], ec2._ACTION_MAP
    creates, updates = handlers['create'], handlers['update']
    creates_by_api, replaces_by_api = actions['CreateRoute'], actions['ReplaceRoute']

    def create_route(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        check_route(properties)
        return creates(logical_id, properties, stack)

    def update_route(route: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        check_route(properties)
        return updates(route, old, properties, stack, logical_id)

    def create_by_api(parameters: dict) -> tuple:
        check_by_api(parameters)
        return creates_by_api(parameters)

    def replace_by_api(parameters: dict) -> tuple:
        """ministack takes no other target than gateways and instances, and keeps a connection that was one."""
        connection = check_by_api(parameters)
        answer = replaces_by_api(parameters)
        for route in ec2._route_tables.get(ec2._p(parameters, 'RouteTableId'), {}).get('Routes', []):
            if route.get('DestinationCidrBlock') == ec2._p(parameters, 'DestinationCidrBlock'):
                route.pop('VpcPeeringConnectionId', None)
                if connection:
                    del route['GatewayId']
                    route['VpcPeeringConnectionId'] = connection
        return answer

    handlers.update({'create': create_route, 'update': update_route})
    actions.update({'CreateRoute': answered(create_by_api), 'ReplaceRoute': answered(replace_by_api)})


def check_by_api(parameters: dict) -> str:
    names = ('RouteTableId', 'DestinationCidrBlock', 'VpcPeeringConnectionId')
    asked = {name: ec2._p(parameters, name) for name in names}
    try:
        check_route(asked)
    except Refused as refused:
        raise EC2Error('InvalidParameterValue', str(refused)) from refused
    return asked['VpcPeeringConnectionId']


def check_route(route: dict) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"""
    table_id, connection_id = route.get('RouteTableId'), route.get('VpcPeeringConnectionId')
    if not connection_id:
        return
    connection = ec2._vpc_peering.get(connection_id)
    if not connection or connection['Status']['Code'] in ENDED:
        raise Refused(f"The vpcPeeringConnection ID '{connection_id}' does not exist")
    vpc_id = ec2._route_tables.get(table_id, {}).get('VpcId')
    if vpc_id not in vpcs_of(connection):
        raise Refused(f'route table {table_id} and network gateway {connection_id} belong to different networks')
    destination = route.get('DestinationCidrBlock')
    if destination and ipaddress.ip_network(destination).subnet_of(ipaddress.ip_network(ec2._vpcs[vpc_id]['CidrBlock'])):
        # https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#route-table-routes
        raise Refused(f"The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR blocks")


def overlap(vpc: dict, peer: dict) -> bool:
    return ipaddress.ip_network(vpc['CidrBlock']).overlaps(ipaddress.ip_network(peer['CidrBlock']))


def vpcs_of(connection: dict) -> tuple[str, str]:
    return connection['RequesterVpcInfo']['VpcId'], connection['AccepterVpcInfo']['VpcId']


def peer_of(vpc_id: str, connection_id: str) -> str | None:
    """The VPC at the other end of an active connection."""
    connection = ec2._vpc_peering.get(connection_id)
    if not connection or connection['Status']['Code'] != 'active' or vpc_id not in vpcs_of(connection):
        return None
    return next(one for one in vpcs_of(connection) if one != vpc_id)


def same_network(vpc_id: str, other_id: str) -> bool:
    """Whether a rule of one VPC may name a group of the other one.

    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
    """
    return vpc_id == other_id or any(peer_of(vpc_id, connection) == other_id for connection in ec2._vpc_peering)
