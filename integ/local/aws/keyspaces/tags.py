"""Rules for tags. https://docs.aws.amazon.com/keyspaces/latest/devguide/tagging-restrictions.html"""

import re

from aws.keyspaces.limits import LIMITS
from aws.resource import Refused


def check(tags: list[dict]) -> None:
    if len(tags) > LIMITS.tags:
        raise Refused(f'A resource has at most {LIMITS.tags} tags, not {len(tags)}')
    for tag in tags:
        for text in (tag['Key'], tag['Value']):
            if not re.fullmatch(LIMITS.tagCharacters, text):
                raise Refused(f'Invalid tag {tag["Key"]}={tag["Value"]}: letters, spaces, numbers and + - = . _ : / are allowed')
        if not tag['Key'] or not tag['Value']:
            raise Refused(f'Invalid tag {tag["Key"]}={tag["Value"]}: key and value must not be empty')
        if tag['Key'].lower().startswith('aws:'):
            raise Refused(f'Invalid tag key {tag["Key"]}: the prefix aws: is reserved')
    if len({tag['Key'] for tag in tags}) < len(tags):
        raise Refused('Duplicate tag keys found')


def changes(old: dict, new: dict) -> dict[str, list[dict]]:
    """The tags that a change of properties adds or sets, and those that it takes away."""
    before, after = ({tag['Key']: tag for tag in properties.get('Tags', [])} for properties in (old, new))
    return {
        'tags': [tag for key, tag in after.items() if before.get(key) != tag],
        'removed_tags': [tag for key, tag in before.items() if key not in after],
    }
