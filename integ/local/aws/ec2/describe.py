"""What describes have in common: ids, filters, and that they can be throttled.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
"""

from collections.abc import Callable
from xml.sax.saxutils import escape

from ministack.services import ec2

from aws import control


class EC2Error(Exception):
    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.code, self.status = code, status


def answered(action: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    """An operation whose refusals are EC2's errors."""
    def answer(parameters: dict) -> tuple:
        try:
            return action(parameters)
        except EC2Error as error:
            return ec2._error(error.code, escape(str(error)), error.status)
    return answer


def chosen(records: dict, parameters: dict, what: str, id_parameter: str, absent: str, filters: dict[str, str]) -> list[dict]:
    """Those with these ids that pass each filter; `filters` says which field of a record each one looks at.

    A filter that is left out of account would find too much: the others are refused.
    """
    if control.fault('describeThrottled'):
        raise EC2Error('RequestLimitExceeded', 'Request limit exceeded.', 503)
    asked = ec2._parse_filters(parameters)
    unknown = [name for name in asked if name not in filters]
    if unknown:
        raise EC2Error('InvalidParameterValue', f'The local stack does not filter {what}s by {", ".join(unknown)}, but by {", ".join(filters)}')
    ids = ec2._parse_member_list(parameters, id_parameter)
    for one in ids:
        if one not in records:
            raise EC2Error(absent, f"The {what} '{one}' does not exist")
    return [record for key, record in records.items() if (not ids or key in ids) and all(
        any(ec2._glob_match(pattern, value) for pattern in patterns for value in values_of(record, filters[name]))
        for name, patterns in asked.items())]


def values_of(record: dict, field: str) -> list[str]:
    value = record.get(field, '')
    return [item['GroupId'] for item in value] if isinstance(value, list) else [value]
