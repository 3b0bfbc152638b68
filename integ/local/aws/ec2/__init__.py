"""Interface endpoints, standalone security group rules and flow logs, which ministack's CloudFormation forgets."""


def install() -> None:
    from aws.ec2 import endpoint, flow_log, network_interface, security_group_rule

    for part in (endpoint, flow_log, network_interface, security_group_rule):
        part.install()
