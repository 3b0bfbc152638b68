"""Which addresses a name has for a function.

https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames
https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
"""

from ministack.services import ec2

from aws.ec2 import network_interface
from aws.network.functions import Place, place_of
from aws.questions import answers

PUBLIC = '127.0.0.1'


@answers('resolve')
def resolve(question: dict) -> dict:
    place = place_of(question['function'])
    if place.subnets and not place.vpc.get('EnableDnsSupport', True):
        # The VPC has no resolver then.
        return {'error': 'EAI_AGAIN'}
    addresses = addresses_of(question['name'].lower().rstrip('.'), place)
    return {'addresses': addresses} if addresses else {'error': 'ENOTFOUND'}


def addresses_of(name: str, place: Place) -> list[str]:
    for endpoint in ec2._vpc_endpoints.values():
        if name in [entry for entry, _ in endpoint.get('DnsEntries', [])] and known(name, endpoint, place):
            interfaces = network_interface.of(endpoint['VpcEndpointId'])
            # vpce-...-us-east-1a is the name of one zone's interface.
            zonal = [one for one in interfaces if name.split('.')[0].endswith(one['AvailabilityZone'])]
            return [one['PrivateIpAddress'] for one in zonal or interfaces]
    if name == 'localhost' or name.endswith(('.amazonaws.com', '.api.aws')) and not endpoint_specific(name):
        return [PUBLIC]
    return []


def known(name: str, endpoint: dict, place: Place) -> bool:
    """The endpoint's own names are public, though their addresses are private; private DNS holds inside the VPC."""
    return endpoint_specific(name) or endpoint['VpcId'] == place.vpc.get('VpcId') and place.vpc.get('EnableDnsHostnames', False)


def endpoint_specific(name: str) -> bool:
    return name.endswith('.vpce.amazonaws.com')
