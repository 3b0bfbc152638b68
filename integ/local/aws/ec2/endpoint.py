"""What ministack forgets of an interface endpoint: policy, groups, private DNS, network interfaces, DNS names, kinds of addresses.

https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
"""

import json
from xml.sax.saxutils import escape

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.ec2 import endpoint_rules, network_interface
from aws.ec2.describe import EC2Error, answered, chosen
from aws.resource import Refused

TYPE = 'AWS::EC2::VPCEndpoint'
# Of Route 53, where an alias of such a name has to say it.
HOSTED_ZONE = 'Z7HUB22UULQXV'
FULL_ACCESS = {'Statement': [{'Action': '*', 'Effect': 'Allow', 'Principal': '*', 'Resource': '*'}]}

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html
FILTERS = {'vpc-id': 'VpcId', 'service-name': 'ServiceName', 'vpc-endpoint-id': 'VpcEndpointId',
           'vpc-endpoint-type': 'VpcEndpointType', 'vpc-endpoint-state': 'State'}

MODIFIED = ('Action', 'Version', 'VpcEndpointId', 'AddSubnetId', 'RemoveSubnetId', 'AddSecurityGroupId', 'RemoveSecurityGroupId',
            'PolicyDocument', 'ResetPolicy', 'PrivateDnsEnabled')

_fields_xml = ec2._vpce_fields_xml


def install() -> None:
    install_resource()
    install_api()
    # The response of every operation is rendered by this function.
    ec2._vpce_fields_xml = fields_xml


def install_resource() -> None:
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    creates, updates, deletes = handlers['create'], handlers['update'], handlers['delete']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        endpoint_rules.check(wanted(properties))
        endpoint_id, _ = creates(logical_id, properties, stack)
        return endpoint_id, attributes(complete(endpoint_id, properties))

    def update(endpoint_id: str, old: dict, properties: dict, stack: str) -> tuple[str, dict]:
        endpoint_rules.check(wanted(properties), endpoint_id)
        updates(endpoint_id, old, properties, stack)
        return endpoint_id, attributes(complete(endpoint_id, properties))

    def delete(endpoint_id: str, properties: dict) -> None:
        network_interface.remove(endpoint_id)
        deletes(endpoint_id, properties)

    handlers.update({'create': create, 'update': update, 'delete': delete})
    provisioners._REPLACING_PROPERTIES[TYPE] = ('ServiceName', 'ServiceRegion', 'VpcEndpointType', 'VpcId')


def install_api() -> None:
    actions = ec2._ACTION_MAP
    creates, deletes = actions['CreateVpcEndpoint'], actions['DeleteVpcEndpoints']

    def create(parameters: dict) -> tuple:
        asked = {
            'VpcEndpointType': ec2._p(parameters, 'VpcEndpointType') or 'Gateway',
            'VpcId': ec2._p(parameters, 'VpcId'),
            'ServiceName': ec2._p(parameters, 'ServiceName'),
            'SubnetIds': ec2._parse_member_list(parameters, 'SubnetId'),
            'SecurityGroupIds': ec2._parse_member_list(parameters, 'SecurityGroupId'),
            # Private DNS is on unless it is turned off here, and off unless it is turned on in CloudFormation.
            'PrivateDnsEnabled': ec2._p(parameters, 'PrivateDnsEnabled') != 'false',
            'PolicyDocument': ec2._p(parameters, 'PolicyDocument') or None,
            'IpAddressType': ec2._p(parameters, 'IpAddressType') or None,
            'DnsOptions': {'DnsRecordIpType': ec2._p(parameters, 'DnsOptions.DnsRecordIpType') or None},
        }
        check(asked)
        before = set(ec2._vpc_endpoints)
        creates(parameters)
        [endpoint_id] = set(ec2._vpc_endpoints) - before
        ec2._vpc_endpoints[endpoint_id].update(asked)
        return ec2._xml(200, 'CreateVpcEndpointResponse', fields_xml(complete(endpoint_id), tag='vpcEndpoint'))

    def delete(parameters: dict) -> tuple:
        for endpoint_id in ec2._parse_member_list(parameters, 'VpcEndpointId'):
            network_interface.remove(endpoint_id)
        return deletes(parameters)

    actions.update({
        'CreateVpcEndpoint': answered(create),
        'DeleteVpcEndpoints': delete,
        'DescribeVpcEndpoints': answered(describe),
        'ModifyVpcEndpoint': answered(modify),
    })


def check(asked: dict, endpoint_id: str | None = None) -> None:
    try:
        endpoint_rules.check(wanted(asked), endpoint_id)
    except Refused as refused:
        raise EC2Error('InvalidParameter', str(refused)) from refused


def wanted(properties: dict) -> dict:
    return {
        **properties,
        'PrivateDnsEnabled': properties.get('VpcEndpointType') == 'Interface' and str(properties.get('PrivateDnsEnabled')).lower() == 'true',
        'PolicyDocument': policy_text(properties.get('PolicyDocument')),
        'IpAddressType': properties.get('IpAddressType') or 'ipv4',
    }


def policy_text(document: dict | str | None) -> str:
    """A document of a template is written compactly; a text stays as it was given."""
    return document if isinstance(document, str) else json.dumps(document or FULL_ACCESS, separators=(',', ':'))


def complete(endpoint_id: str, properties: dict | None = None) -> dict:
    endpoint = ec2._vpc_endpoints[endpoint_id]
    if properties is not None:
        endpoint.update({name: properties.get(name) for name in ('IpAddressType', 'DnsOptions')})
    endpoint.update(wanted(endpoint))
    if endpoint['VpcEndpointType'] == 'Interface':
        endpoint['SecurityGroupIds'] = endpoint.get('SecurityGroupIds') or [ec2._vpcs[endpoint['VpcId']]['DefaultSecurityGroupId']]
        interfaces = network_interface.synchronize(endpoint)
        endpoint['NetworkInterfaceIds'] = [interface['NetworkInterfaceId'] for interface in interfaces]
        endpoint['DnsEntries'] = dns_entries(endpoint, [interface['AvailabilityZone'] for interface in interfaces])
    return endpoint


def attributes(endpoint: dict) -> dict:
    """What Fn::GetAtt returns."""
    return {**provisioners._ec2_vpc_endpoint_attributes(endpoint),
            'DnsEntries': [f'{zone}:{name}' for name, zone in endpoint.get('DnsEntries', [])]}


def dns_entries(endpoint: dict, zones: list[str]) -> list[tuple[str, str]]:
    """Names and their hosted zones: regional, zonal, and the service's own with private DNS."""
    region = zones[0][:-1] if zones else ec2.get_region()
    label = next(part for part in endpoint['ServiceName'].removeprefix('com.amazonaws.').removeprefix('api.aws.').split('.')
                 if part != region)
    names = [f'{endpoint["VpcEndpointId"]}-0a1b2c3d{zone}.{label}.{region}.vpce.amazonaws.com'
             for zone in ['', *(f'-{zone}' for zone in zones)]]
    private = endpoint_rules.private_names(endpoint['ServiceName']) if endpoint['PrivateDnsEnabled'] else []
    return [(name, HOSTED_ZONE) for name in names] + [(name, 'Z0000000PRIVATE') for name in private]


def is_own_name(name: str) -> bool:
    """Rather than one of the service."""
    return name.endswith('.vpce.amazonaws.com')


def addresses(endpoint: dict, name: str) -> list[str]:
    """Those of one of its names: vpce-...-us-east-1a is that of one zone's interface."""
    interfaces = network_interface.of(endpoint['VpcEndpointId'])
    zonal = [one for one in interfaces if name.split('.')[0].endswith(one['AvailabilityZone'])]
    return [one['PrivateIpAddress'] for one in zonal or interfaces]


def named(name: str) -> list[dict]:
    """Endpoints with this name: one with a name of its own, one a VPC with private DNS."""
    return [endpoint for endpoint in ec2._vpc_endpoints.values() if name in [entry for entry, _ in endpoint.get('DnsEntries', [])]]


def fields_xml(endpoint: dict, tag: str = 'item') -> str:
    """ministack's fields, and the forgotten ones before the closing tag."""
    groups = ''.join(f'<item><groupId>{group}</groupId><groupName>{escape(ec2._security_groups.get(group, {}).get("GroupName", ""))}'
                     '</groupName></item>' for group in endpoint.get('SecurityGroupIds', []))
    interfaces = ''.join(f'<item>{interface}</item>' for interface in endpoint.get('NetworkInterfaceIds', []))
    names = ''.join(f'<item><dnsName>{name}</dnsName><hostedZoneId>{zone}</hostedZoneId></item>'
                    for name, zone in endpoint.get('DnsEntries', []))
    # What records an endpoint has that is not asked for any is UNCONFIRMED: nothing is told then.
    records = (endpoint.get('DnsOptions') or {}).get('DnsRecordIpType')
    options = f'<dnsOptions><dnsRecordIpType>{records}</dnsRecordIpType></dnsOptions>' if records else ''
    return _fields_xml(endpoint, tag).removesuffix(f'</{tag}>') + f'''
        <policyDocument>{escape(policy_text(endpoint.get('PolicyDocument')))}</policyDocument>
        <privateDnsEnabled>{str(bool(endpoint.get('PrivateDnsEnabled'))).lower()}</privateDnsEnabled>
        <groupSet>{groups}</groupSet>
        <networkInterfaceIdSet>{interfaces}</networkInterfaceIdSet>
        <dnsEntrySet>{names}</dnsEntrySet>
        <ipAddressType>{endpoint.get('IpAddressType') or 'ipv4'}</ipAddressType>
        {options}
    </{tag}>'''


def describe(parameters: dict) -> tuple:
    found = chosen(ec2._vpc_endpoints, parameters, 'endpoint', 'VpcEndpointId', 'InvalidVpcEndpointId.NotFound', FILTERS)
    return ec2._xml(200, 'DescribeVpcEndpointsResponse', f'<vpcEndpointSet>{"".join(map(fields_xml, found))}</vpcEndpointSet>')


def modify(parameters: dict) -> tuple:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html"""
    unknown = [name for name in parameters if name.split('.')[0] not in MODIFIED]
    if unknown:
        raise EC2Error('UnsupportedOperation', f'The local stack does not modify {", ".join(unknown)} of an endpoint: change the stack')
    endpoint_id = ec2._p(parameters, 'VpcEndpointId')
    if endpoint_id not in ec2._vpc_endpoints:
        raise EC2Error('InvalidVpcEndpointId.NotFound', f"The endpoint '{endpoint_id}' does not exist")
    endpoint = ec2._vpc_endpoints[endpoint_id]

    def members(kind: str) -> list[str]:
        added, removed = (ec2._parse_member_list(parameters, f'{how}{kind}') for how in ('Add', 'Remove'))
        return [one for one in dict.fromkeys([*endpoint.get(f'{kind}s', []), *added]) if one not in removed]

    reset = ec2._p(parameters, 'ResetPolicy') == 'true'
    asked = {
        **endpoint,
        'SubnetIds': members('SubnetId'),
        'SecurityGroupIds': members('SecurityGroupId'),
        'PrivateDnsEnabled': ec2._p(parameters, 'PrivateDnsEnabled') or endpoint['PrivateDnsEnabled'],
        'PolicyDocument': None if reset else ec2._p(parameters, 'PolicyDocument') or endpoint['PolicyDocument'],
    }
    check(asked, endpoint_id)
    endpoint.update(asked)
    complete(endpoint_id)
    return ec2._xml(200, 'ModifyVpcEndpointResponse', '<return>true</return>')
