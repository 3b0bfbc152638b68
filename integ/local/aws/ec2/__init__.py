"""Interface endpoints and standalone security group rules, which ministack forgets."""


def install() -> None:
    from aws.ec2 import endpoint, security_group_rule

    for part in (endpoint, security_group_rule):
        part.install()
