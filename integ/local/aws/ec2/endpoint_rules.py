"""What EC2 refuses of an interface endpoint.

https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
"""

from ministack.core.responses import get_region
from ministack.services import ec2, route53

from aws.resource import Refused

# https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
POLICY_CHARACTERS = 20480


def check(endpoint: dict, endpoint_id: str | None = None) -> None:
    policy = endpoint['PolicyDocument']
    if len(policy) > POLICY_CHARACTERS:
        raise Refused(f'The endpoint policy has {len(policy)} characters: the limit is {POLICY_CHARACTERS}')
    if endpoint.get('VpcEndpointType') != 'Interface':
        return
    vpc_id = endpoint['VpcId']
    if vpc_id not in ec2._vpcs:
        raise Refused(f"The vpc ID '{vpc_id}' does not exist")
    check_subnets(endpoint.get('SubnetIds', []), vpc_id)
    check_addresses(endpoint)
    for group in endpoint.get('SecurityGroupIds', []):
        if ec2._security_groups.get(group, {}).get('VpcId') != vpc_id:
            raise Refused(f"The security group '{group}' does not exist in {vpc_id}")
    if endpoint['PrivateDnsEnabled']:
        check_private_dns(endpoint['ServiceName'], vpc_id, endpoint_id)


def check_subnets(subnets: list[str], vpc_id: str) -> None:
    zones = set()
    for subnet_id in subnets:
        subnet = ec2._subnets.get(subnet_id, {})
        if subnet.get('VpcId') != vpc_id:
            raise Refused(f"The subnet ID '{subnet_id}' does not exist in {vpc_id}")
        if subnet['AvailabilityZone'] in zones:
            raise Refused(f'Found another VPC endpoint subnet in the availability zone of {subnet_id}')
        zones.add(subnet['AvailabilityZone'])


def check_addresses(endpoint: dict) -> None:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html

    And which records go with which addresses:
    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#aws-services-dns-record-ip-type
    """
    kind, records = endpoint['IpAddressType'], (endpoint.get('DnsOptions') or {}).get('DnsRecordIpType')
    for subnet_id in endpoint.get('SubnetIds', []):
        # There are no subnets of IPv6 alone, which is what an endpoint of IPv6 needs.
        if kind == 'ipv6' or kind == 'dualstack' and 'Ipv6CidrBlock' not in ec2._subnets[subnet_id]:
            raise Refused(f'The subnet {subnet_id} does not support the IP address type {kind} of the endpoint')
    if kind != 'dualstack' and records in ('ipv4', 'ipv6', 'dualstack') and records != kind:
        raise Refused(f'The DNS record IP type {records} is not compatible with the IP address type {kind} of the endpoint')


def check_private_dns(service: str, vpc_id: str, endpoint_id: str | None) -> None:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html"""
    vpc = ec2._vpcs[vpc_id]
    if not (vpc.get('EnableDnsSupport', True) and vpc.get('EnableDnsHostnames', False)):
        raise Refused('Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes '
                      f'set to true for {vpc_id}')
    names = private_names(service)
    here = {'VPCRegion': get_region(), 'VPCId': vpc_id}
    taken = next((name for name in names if route53._same_name_zone_with_vpc(f'{name}.', here)), None)
    for other in ec2._vpc_endpoints.values():
        if (other['VpcEndpointId'] != endpoint_id and other['VpcId'] == vpc_id
                and other['ServiceName'] == service and other.get('PrivateDnsEnabled')):
            taken = names[0]
    if taken:
        raise Refused(f'private-dns-enabled cannot be set because there is already a conflicting DNS domain for {taken} in the VPC {vpc_id}')


def private_names(service: str) -> list[str]:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html

    UNCONFIRMED for the FIPS and the streams endpoint.
    """
    region, label = service.split('.')[2], '.'.join(reversed(service.split('.')[3:]))
    if service.startswith('api.aws.'):
        return [f'{label}.{region}.api.aws']
    return [f'{label}.{region}.amazonaws.com', f'{label}.{region}.api.aws']
