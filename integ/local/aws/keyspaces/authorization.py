"""What the resource handlers need the acting principal to be allowed.

Each schema lists its handlers' permissions; those of Keyspaces itself are asked for here.
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
"""

from aws import principal


def require(action: str, arn: str, *, multi_region: bool = False, tagged: bool = False) -> None:
    """`action` is Create, Alter or Drop."""
    actions = [action, 'Select', *(['TagResource'] if tagged else [])]
    if multi_region:
        actions += [f'{action}MultiRegionResource', 'SelectMultiRegionResource', *(['TagMultiRegionResource'] if tagged else [])]
    acting = principal.of_stack()
    for name in actions:
        principal.require(acting, f'cassandra:{name}', arn)
