"""The VPCs of a hosted zone, which make it a private one.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, route53
from ministack.services.cloudformation import provisioners

from aws.ec2 import endpoint_rules
from aws.resource import Refused


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::Route53::HostedZone']
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        check(properties)
        zone_id, attributes = creates(logical_id, properties, stack)
        associate(zone_id, properties)
        return zone_id, attributes

    def update(zone_id: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        if bool(old.get('VPCs')) != bool(properties.get('VPCs')):
            raise Refused('A public hosted zone cannot be made private, nor a private one public')
        check(properties, zone_id)
        zone_id, attributes = updates(zone_id, old, properties, stack, logical_id)
        associate(zone_id, properties)
        return zone_id, attributes

    handlers.update({'create': create, 'update': update})


def check(properties: dict, zone_id: str = '') -> None:
    """https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html"""
    name = route53._normalise_name(properties['Name'])
    for vpc in properties.get('VPCs', []):
        vpc_id, region = vpc['VPCId'], vpc['VPCRegion']
        if not ec2._vpcs.get_scoped(get_account_id(), region, vpc_id):
            raise Refused(f"The VPC ID '{vpc_id}' is not valid, or the account may not use the VPC")
        if route53._same_name_zone_with_vpc(name, vpc, zone_id) or name.rstrip('.') in names_of_endpoints(vpc_id, region):
            raise Refused(f'The VPC {vpc_id} in Region {region} has already been associated with a hosted zone of the name {name}')


def names_of_endpoints(vpc_id: str, region: str) -> list[str]:
    """Private DNS is a hosted zone of the service's own: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html"""
    return [name for (account, where, _), endpoint in ec2._vpc_endpoints.all_items()
            if (account, where, endpoint['VpcId']) == (get_account_id(), region, vpc_id) and endpoint.get('PrivateDnsEnabled')
            for name in endpoint_rules.private_names(endpoint['ServiceName'])]


def associate(zone_id: str, properties: dict) -> None:
    vpcs = [{name: vpc[name] for name in ('VPCRegion', 'VPCId')} for vpc in properties.get('VPCs', [])]
    route53._zones[zone_id].update({'private': bool(vpcs), 'vpcs': vpcs})


def private_zone(name: str, vpc: dict) -> dict | None:
    """The most specific one that answers for a name in a VPC: the VPC's resolver asks no other, and nobody else.

    Not without both DNS settings of the VPC.
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
    """
    if not (vpc.get('EnableDnsSupport', True) and vpc.get('EnableDnsHostnames', False)):
        return None
    here = {'VPCRegion': get_region(), 'VPCId': vpc['VpcId']}
    zones = [zone for zone in route53._zones.values() if zone.get('private') and route53._zone_has_vpc(zone, here)
             and f'.{name}.'.endswith(f'.{zone["name"].lower()}')]
    return max(zones, key=lambda zone: len(zone['name']), default=None)
