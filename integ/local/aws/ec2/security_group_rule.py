"""AWS::EC2::SecurityGroupIngress and AWS::EC2::SecurityGroupEgress, rules that stand apart from their group, and which groups rules may name.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
"""

import uuid

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.ec2 import peering
from aws.resource import Refused, register


FAMILIES = ('UserIdGroupPairs', 'IpRanges', 'Ipv6Ranges', 'PrefixListIds')


def install() -> None:
    described = ec2._sg_xml
    ec2._sg_xml = lambda group: described({**group, **{
        direction: merged(group[direction]) for direction in ('IpPermissions', 'IpPermissionsEgress')}})
    for direction, permissions in (('Ingress', 'IpPermissions'), ('Egress', 'IpPermissionsEgress')):
        rules = Rules(permissions)
        register(f'AWS::EC2::SecurityGroup{direction}', rules.create, rules.update, rules.delete)
    install_groups()


def install_groups() -> None:
    """ministack takes a group's own rules as they are."""
    handlers = provisioners._RESOURCE_HANDLERS['AWS::EC2::SecurityGroup']
    creates, updates = handlers['create'], handlers['update']

    def checked(properties: dict) -> dict:
        ec2._ensure_defaults_initialized()
        vpc_id = properties.get('VpcId', ec2._DEFAULT_VPC_ID)
        for rules in (properties.get('SecurityGroupIngress'), properties.get('SecurityGroupEgress')):
            for rule in provisioners._ec2_sg_permissions(rules):
                check_peers(rule, vpc_id)
        return properties

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        return creates(logical_id, checked(properties), stack)

    def update(group: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        return updates(group, old, checked(properties), stack, logical_id)

    handlers.update({'create': create, 'update': update})


def check_peers(rule: dict, vpc_id: str) -> None:
    """https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html"""
    for peer in [pair['GroupId'] for pair in rule['UserIdGroupPairs'] if 'GroupId' in pair]:
        if peer not in ec2._security_groups:
            raise Refused(f"The security group '{peer}' does not exist")
        if not peering.same_network(vpc_id, ec2._security_groups[peer]['VpcId']):
            raise Refused('You have specified two resources that belong to different networks.')


def merged(rules: list[dict]) -> list[dict]:
    """As DescribeSecurityGroups shows them: once for each protocol and range of ports, with all sources.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    permissions: dict[tuple, dict] = {}
    for rule in rules:
        ports = {name: rule[name] for name in ('IpProtocol', 'FromPort', 'ToPort') if name in rule}
        permission = permissions.setdefault(tuple(ports.items()), {**ports, **{family: [] for family in FAMILIES}})
        for family in FAMILIES:
            permission[family] += rule.get(family, [])
    return list(permissions.values())


class Rules:
    """The rules of one direction; `permissions` is where a security group holds them."""

    def __init__(self, permissions: str):
        self.permissions = permissions

    def create(self, logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        ec2._ensure_defaults_initialized()
        group = ec2._security_groups.get(properties.get('GroupId'))
        if not group:
            raise Refused(f"The security group '{properties.get('GroupId')}' does not exist")
        [rule] = provisioners._ec2_sg_permissions([properties])
        check_peers(rule, group['VpcId'])
        if any(ec2._rules_match(rule, other) for other in group[self.permissions]):
            raise Refused(f'the specified rule "{rule["IpProtocol"]}, from port: {rule.get("FromPort")}, '
                          f'to port: {rule.get("ToPort")}, ALLOW" already exists')
        rule['SecurityGroupRuleId'] = f'sgr-{uuid.uuid4().hex[:17]}'
        group[self.permissions].append(rule)
        return rule['SecurityGroupRuleId'], {'Id': rule['SecurityGroupRuleId']}

    def update(self, rule_id: str, old: dict, properties: dict) -> dict:
        """All but the description replaces the rule."""
        [described] = provisioners._ec2_sg_permissions([properties])
        for rule in ec2._security_groups[properties['GroupId']][self.permissions]:
            if rule.get('SecurityGroupRuleId') == rule_id:
                rule.update(described)
        return {'Id': rule_id}

    def delete(self, rule_id: str, properties: dict) -> None:
        group = ec2._security_groups.get(properties.get('GroupId'))
        if group:
            group[self.permissions] = [rule for rule in group[self.permissions] if rule.get('SecurityGroupRuleId') != rule_id]
