"""What CloudFormation asks AWS KMS for when a key's resource changes, which ministack writes into the key without a call."""

import json

from ministack.services import kms
from ministack.services.cloudformation import provisioners

from aws.cloudtrail import record


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::KMS::Key']
    updates = handlers['update']

    def update(key_id: str, old: dict, properties: dict, stack: str) -> tuple[str, dict]:
        answer = updates(key_id, old, properties, stack)
        for name, parameters in calls(old, properties):
            key_arn = kms._resolve_key(answer[0])['Arn']
            record.tell(name, key_arn, {'keyId': key_id, **parameters}, {'keyId': key_arn})
        return answer

    handlers['update'] = update


def calls(old: dict, properties: dict) -> list[tuple[str, dict]]:
    found: list[tuple[str, dict]] = []
    if properties.get('KeyPolicy') != old.get('KeyPolicy'):
        policy = properties.get('KeyPolicy')
        found.append(('PutKeyPolicy', {'policyName': 'default', 'policy': policy if isinstance(policy, str) else json.dumps(policy)}))
    for name, default, on, off in (('Enabled', True, 'EnableKey', 'DisableKey'),
                                   ('EnableKeyRotation', False, 'EnableKeyRotation', 'DisableKeyRotation')):
        if (wanted := properties.get(name, default)) != old.get(name, default):
            found.append((on if wanted else off, {}))
    return found
