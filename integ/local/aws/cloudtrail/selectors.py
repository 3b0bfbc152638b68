"""Which events a trail logs.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
"""

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail

OPERATORS = {
    'Equals': lambda value, given: value in given,
    'NotEquals': lambda value, given: value not in given,
    'StartsWith': lambda value, given: value.startswith(tuple(given)),
    'NotStartsWith': lambda value, given: not value.startswith(tuple(given)),
    'EndsWith': lambda value, given: value.endswith(tuple(given)),
    'NotEndsWith': lambda value, given: not value.endswith(tuple(given)),
}


def is_logged(record: dict) -> bool:
    """By a trail of this Region, or by one of all Regions, in this account."""
    return any(logs(record, trail, home, name) for home, name, trail in cloudtrail._visible_trail_items())


def logs(record: dict, trail: dict, home: str, name: str) -> bool:
    selectors = cloudtrail._event_selectors.get_scoped(get_account_id(), home, name, cloudtrail._DEFAULT_EVENT_SELECTORS)
    takes = takes_advanced if 'FieldSelectors' in selectors[0] else takes_basic
    return trail['IsLogging'] and any(takes(selector, record) for selector in selectors)


def takes_basic(selector: dict, record: dict) -> bool:
    kind = 'ReadOnly' if record['readOnly'] else 'WriteOnly'
    return (selector['IncludeManagementEvents'] and selector['ReadWriteType'] in ('All', kind)
            and record['eventSource'] not in selector['ExcludeManagementEventSources'])


def takes_advanced(selector: dict, record: dict) -> bool:
    fields = {**record, 'readOnly': str(record['readOnly']).lower()}
    return all(OPERATORS[operator](fields.get(field['Field'], ''), given)
               for field in selector['FieldSelectors'] for operator, given in field.items() if operator != 'Field')
