"""Interface endpoints, peering connections, security group rules and flow logs, which ministack's CloudFormation forgets."""


def install() -> None:
    from aws.ec2 import endpoint, flow_log, network_interface, peering, security_group_rule, vpc

    for part in (endpoint, flow_log, network_interface, peering, security_group_rule, vpc):
        part.install()
