"""Which addresses a name has for a function.

https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames
https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
"""

from aws.ec2 import endpoint
from aws.network.functions import Place, place_of
from aws.questions import answers
from aws.route53 import hosted_zone, record_set

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
    """The most specific of what answers in the VPC, and what is public where nothing does."""
    own = endpoint.is_own_name(name)
    mine = next((one for one in endpoint.named(name) if not own and answers_in(one, place)), None)
    if mine:
        return endpoint.addresses(mine, name)
    zone = hosted_zone.private_zone(name, place.vpc) if place.subnets else None
    if zone:
        # Without a record it is an answer too: nobody else is asked.
        return record_set.addresses(name, zone)
    if own:
        # The endpoint's own names are public, though their addresses are private.
        return [address for one in endpoint.named(name) for address in endpoint.addresses(one, name)]
    return [PUBLIC] if name == 'localhost' or name.endswith(('.amazonaws.com', '.api.aws')) else []


def answers_in(one: dict, place: Place) -> bool:
    """The service's names hold inside the VPC then."""
    return one['VpcId'] == place.vpc.get('VpcId') and place.vpc.get('EnableDnsHostnames', False)
