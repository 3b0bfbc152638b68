"""Decides requests to AWS KMS with ministack's policy engine: a list of them on the standard input, a list of answers on the output."""

import json
import re
import sys

from ministack.core import iam_evaluator as iam

ANSWERS = {'Allow': 'allowed', 'Deny': 'explicitly denied', 'ImplicitDeny': 'not granted'}


def decide(request: dict) -> str:
    policies = [named['policy'] for named in request['identityPolicies']]
    for policy in (*policies, request['resourcePolicy']):
        require_understood(policy)
    _, _, _, region, owner, _ = request['resource'].split(':', 5)
    principal, context = request['principal'], {key.lower(): value for key, value in request['context'].items()}
    asked = iam.EvalContext(
        principal_arn=principal,
        principal_type='Account' if principal.endswith(':root') else 'AssumedRole',
        principal_account=principal.split(':')[4],
        action=request['action'],
        resource_arn=request['resource'],
        region=region,
        service_context=context,
    )
    identity = iam.evaluate(asked, [iam.parse_policy_document(policy) for policy in policies])
    return ANSWERS[iam.combine_resource_policy(identity, asked, request['resourcePolicy'], owner, required=True).decision]


def require_understood(policy: dict) -> None:
    """The engine takes what it does not know for something that does not match."""
    fault = iam.validate_policy_document(policy)
    if fault:
        raise ValueError(f'{fault}: {policy}')
    for statement in policy['Statement']:
        for operator in statement.get('Condition', {}):
            name = re.sub('^(forallvalues:|foranyvalue:)|ifexists$', '', operator.lower())
            if name != 'null' and name not in iam._CONDITION_OPS:
                raise ValueError(f'the operator {operator} is not known')


json.dump([decide(request) for request in json.load(sys.stdin)], sys.stdout)
