"""A CloudFormation resource type: checked against AWS's own schema, replaced when a create-only property changes."""

import re
from collections.abc import Callable
from contextlib import suppress

from cfnlint.jsonschema import StandardValidator
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from ministack.services.cloudformation import provisioners


class Refused(Exception):
    """What AWS refuses, with the sentence that the stack event shows."""


class AlreadyExists(Refused):
    pass


class NotFound(Refused):
    pass


class Conflict(Refused):
    """With what is in progress, or with what depends on it."""


class QuotaExceeded(Refused):
    pass


class Failed(Refused):
    """By no fault of the request."""


Create = Callable[[str, dict, str], tuple[str, dict]]
Update = Callable[[str, dict, dict], dict]
Delete = Callable[[str, dict], None]


def register(type_name: str, create: Create, update: Update | None, delete: Delete) -> None:
    """Adds the type to ministack's table. `update` gets the physical id, the old and the new properties."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema('us-east-1', type_name).schema
    validator = StandardValidator(schema=schema)
    create_only = tuple(path.split('/')[2] for path in schema.get('createOnlyProperties', []))

    def checked(properties: dict) -> dict:
        properties = _with_primitives(schema, schema, _without_system_tags(properties))
        read_only = [path.split('/')[2] for path in schema.get('readOnlyProperties', [])]
        problems = [f'#/{"/".join(map(str, error.path))}: {error.message}' for error in validator.iter_errors(properties)]
        problems += [f'#: property {name} is read-only' for name in read_only if name in properties]
        if problems:
            raise Refused(f'Properties validation failed for a resource of type {type_name} with message: {"; ".join(problems)}')
        return properties

    handlers = {
        'create': lambda logical_id, properties, stack: create(logical_id, checked(properties), stack),
        'delete': gone(delete),
    }
    if update:
        handlers['update'] = lambda physical_id, old, new, stack: (
            physical_id, update(physical_id, _without_system_tags(old), checked(new)))
    provisioners._RESOURCE_HANDLERS[type_name] = handlers
    # The engine creates the new resource first, and deletes the old one when the update is through.
    provisioners._REPLACING_PROPERTIES[type_name] = create_only
    if schema.get('tagging', {}).get('taggable'):
        provisioners._STACK_TAG_PROPERTY[type_name] = ('Tags', 'list')


def gone(delete: Delete) -> Delete:
    """What somebody else has deleted already is gone, which is all that CloudFormation wants."""
    def handle(physical_id: str, properties: dict) -> None:
        with suppress(NotFound):
            delete(physical_id, properties)
    return handle


def already_exists(type_name: str, physical_id: str) -> AlreadyExists:
    return AlreadyExists(f"Resource of type '{type_name}' with identifier '{physical_id}' already exists.")


def generated_name(stack: str, logical_id: str) -> str:
    """A name where the template gives none: of letters, digits and underscores, and another one for a replacement."""
    suffix = provisioners._physical_name(stack, logical_id)[-13:]
    return re.sub(r'\W', '_', f'{stack}_{logical_id}'.replace('-', '_'))[:34].strip('_') + '_' + suffix


def _without_system_tags(properties: dict) -> dict:
    """The engine adds aws:cloudformation:* tags beside the stack's own; the types here carry none of them."""
    if 'Tags' not in properties:
        return properties
    own = [tag for tag in properties['Tags'] if not tag['Key'].startswith('aws:cloudformation:')]
    return {**{name: value for name, value in properties.items() if name != 'Tags'}, **({'Tags': own} if own else {})}


def _with_primitives(root: dict, schema: dict, value: object) -> object:
    """Parameters reach a property as strings: CloudFormation reads them as what the schema says."""
    if '$ref' in schema:
        schema = root['definitions'][schema['$ref'].rsplit('/', 1)[-1]]
    if isinstance(value, dict):
        properties = schema.get('properties', {})
        return {name: _with_primitives(root, properties.get(name, {}), item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_primitives(root, schema.get('items', {}), item) for item in value]
    if isinstance(value, str):
        if schema.get('type') == 'integer' and re.fullmatch(r'-?\d+', value):
            return int(value)
        if schema.get('type') == 'boolean' and value in ('true', 'false'):
            return value == 'true'
    return value
