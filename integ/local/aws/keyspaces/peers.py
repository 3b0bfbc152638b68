"""What system.peers shows.

https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html#system_peers
"""

import uuid

from ministack.core.responses import get_region
from ministack.services import ec2

from aws import control, principal, sign_in
from aws.network.doors import PUBLIC_NODES
from aws.questions import answers

DESCRIBE = ('ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints')


@answers('peers')
def peers(question: dict) -> dict:
    caller = sign_in.caller_of(question)
    if not caller.endpoint:
        return {'peers': [node(address, f'public {address}', get_region()) for address in PUBLIC_NODES]}
    if control.fault('describeThrottled') or not may_describe(caller):
        return {'peers': []}
    nodes = {}
    for interface in interfaces(caller.endpoint['VpcId']):
        zone = interface['AvailabilityZone']
        # One a zone.
        nodes.setdefault(zone, node(interface['PrivateIpAddress'], interface['NetworkInterfaceId'], zone))
    return {'peers': list(nodes.values())}


def may_describe(caller: principal.Caller) -> bool:
    """Keyspaces asks EC2 in the name of the principal."""
    try:
        for action in DESCRIBE:
            principal.require(caller.through_service(), action, '*')
    except principal.NotAuthorized:
        return False
    return True


def interfaces(vpc_id: str) -> list[dict]:
    """Of the VPC's endpoints of Keyspaces in the principal's account."""
    endpoints = {endpoint['VpcEndpointId'] for endpoint in ec2._vpc_endpoints.values()
                 if endpoint['VpcId'] == vpc_id and endpoint['ServiceName'].split('.')[-1] in ('cassandra', 'cassandra-fips')}
    return [interface for interface in ec2._network_interfaces.values() if interface.get('VpcEndpointId') in endpoints]


def node(address: str, name: str, zone: str) -> dict:
    """The host id and the token of a node stay the same."""
    host = uuid.uuid5(uuid.NAMESPACE_URL, name)
    return {'address': address, 'zone': zone, 'hostId': str(host), 'tokens': [str(int.from_bytes(host.bytes[:8], signed=True))]}
