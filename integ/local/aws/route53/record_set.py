"""Records: where they may stand, what an alias of an interface endpoint has to name, and what they answer.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
"""

from ministack.services import route53
from ministack.services.cloudformation import provisioners

from aws.ec2 import endpoint
from aws.resource import Refused

TYPE = 'AWS::Route53::RecordSet'


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        check(properties)
        return creates(logical_id, properties, stack)

    def update(name: str, old: dict, properties: dict, stack: str) -> tuple[str, dict]:
        check(properties)
        return updates(name, old, properties, stack)

    handlers.update({'create': create, 'update': update})


def check(properties: dict) -> None:
    zone = route53._zones.get(provisioners._r53_resolve_hosted_zone_id(properties))
    record = provisioners._r53_record_set_build_rs(properties)
    if zone and not f'.{record["Name"]}'.endswith(f'.{zone["name"]}'):
        raise Refused(f'[RRSet with DNS name {record["Name"]} is not permitted in zone {zone["name"]}]')
    alias = record.get('AliasTarget')
    if alias and endpoint.is_own_name(alias['DNSName'].rstrip('.')) and alias['HostedZoneId'] != endpoint.HOSTED_ZONE:
        raise Refused(f'[Tried to create an alias that targets {alias["DNSName"]}, type {record["Type"]} in zone {alias["HostedZoneId"]}, '
                      'but the alias target name does not lie within the target zone]')


def addresses(name: str, zone: dict) -> list[str]:
    """Those of the zone's A record of this name."""
    record = next((one for one in route53._records.get(zone['id'], [])
                   if (one['Name'].lower(), one['Type']) == (f'{name}.', 'A')), {})
    alias = record.get('AliasTarget')
    if not alias:
        return record.get('ResourceRecords', [])
    target = alias['DNSName'].lower().rstrip('.')
    if not endpoint.is_own_name(target) or alias['HostedZoneId'] != endpoint.HOSTED_ZONE:
        return []
    return [address for one in endpoint.named(target) for address in endpoint.addresses(one, target)]
