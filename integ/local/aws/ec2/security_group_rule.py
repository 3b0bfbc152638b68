"""AWS::EC2::SecurityGroupIngress and AWS::EC2::SecurityGroupEgress: rules that stand apart from their group.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
"""

import uuid

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from aws.resource import Refused, register


def install() -> None:
    for direction, permissions in (('Ingress', 'IpPermissions'), ('Egress', 'IpPermissionsEgress')):
        rules = Rules(permissions)
        register(f'AWS::EC2::SecurityGroup{direction}', rules.create, rules.update, rules.delete)


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
        for pair in rule['UserIdGroupPairs']:
            if pair.get('GroupId') not in ec2._security_groups:
                raise Refused(f"The security group '{pair.get('GroupId')}' does not exist")
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
