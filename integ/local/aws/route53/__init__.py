"""Private hosted zones and what they answer, which ministack's CloudFormation makes public and without VPCs."""


def install() -> None:
    from aws.route53 import hosted_zone, record_set

    for part in (hosted_zone, record_set):
        part.install()
