"""Fn::Join in the Conditions of a template, which ministack leaves as it stands.

`cdk bootstrap` joins the execution policies it is given: without this the execution role would be left without any.
"""

from ministack.services.cloudformation import changesets, engine, handlers, provisioners, stacks


def install() -> None:
    evaluates = engine._evaluate_conditions

    def evaluate(template: dict, parameters: dict) -> dict:
        return evaluates({**template, 'Conditions': joined(template.get('Conditions', {}), parameters)}, parameters)

    for module in (engine, changesets, handlers, provisioners, stacks):
        if hasattr(module, '_evaluate_conditions'):
            module._evaluate_conditions = evaluate


def joined(expression: object, parameters: dict) -> object:
    if isinstance(expression, list):
        return [joined(item, parameters) for item in expression]
    if not isinstance(expression, dict):
        return expression
    if 'Fn::Join' in expression:
        separator, items = expression['Fn::Join']
        if isinstance(items, dict):
            items = referenced(items, parameters).split(',')
        return separator.join(referenced(item, parameters) if isinstance(item, dict) else item for item in items)
    return {name: joined(item, parameters) for name, item in expression.items()}


def referenced(reference: dict, parameters: dict) -> str:
    """A parameter's value; a list is one string with commas."""
    name = reference['Ref']
    return parameters[name]['Value'] if name in parameters else name
