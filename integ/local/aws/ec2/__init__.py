"""Interface endpoints, peering connections, IPv6 blocks, security group rules and flow logs, which ministack's CloudFormation forgets."""


def install() -> None:
    from aws.ec2 import endpoint, flow_log, network_interface, peering, security_group_rule, subnet, vpc

    for part in (endpoint, flow_log, network_interface, peering, security_group_rule, subnet, vpc):
        part.install()
