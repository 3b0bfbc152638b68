"""The functions' side of the network: what they are started with, and which VPC each one is in.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
"""

import ipaddress
import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ministack.core import lambda_runtime
from ministack.core.responses import set_request_account_id, set_request_region
from ministack.services import ec2, lambda_svc
from ministack.services.cloudformation import provisioners

from aws import questions

PRELOAD = Path(__file__).parents[2] / 'network' / 'preload.cjs'

_numbers = count(1)
_addresses: dict[str, str] = {}


def install() -> None:
    port = questions.serve_port()
    credentials = lambda_runtime.execution_credentials

    def environment(config: dict) -> dict[str, str]:
        """What ministack lays over the environment of a function's process."""
        own = config.get('Environment', {}).get('Variables', {}).get('NODE_OPTIONS', '')
        added = {'NODE_OPTIONS': f'--require "{PRELOAD}" {own}', 'LOCAL_NETWORK': f'127.0.0.1:{port}'}
        if config.get('VpcConfig', {}).get('SubnetIds'):
            address = _addresses.setdefault(config['FunctionArn'], str(ipaddress.ip_address('127.128.0.0') + next(_numbers)))
            # Empty: the SDK uses the services' own host names.
            added |= {'LOCAL_ADDRESS': address, 'AWS_ENDPOINT_URL': ''}
        return {**credentials(config), **added}

    lambda_runtime.execution_credentials = environment
    install_vpc_config()


def install_vpc_config() -> None:
    """ministack's CloudFormation forgets a function's VpcConfig."""
    handlers = provisioners._RESOURCE_HANDLERS['AWS::Lambda::Function']
    creates, updates = handlers['create'], handlers['update']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        return placed(creates(logical_id, properties, stack), properties)

    def update(function: str, old: dict, properties: dict, stack: str, logical_id: str) -> tuple[str, dict]:
        return placed(updates(function, old, properties, stack, logical_id), properties)

    def placed(result: tuple[str, dict], properties: dict) -> tuple[str, dict]:
        config = lambda_svc._functions[result[0]]['config']
        config['VpcConfig'] = lambda_svc._vpc_config_with_id(properties.get('VpcConfig'))
        lambda_svc.invalidate_worker(result[0])
        return result

    handlers.update({'create': create, 'update': update})


@dataclass(frozen=True)
class Place:
    """Where a function is: outside a VPC there are no subnets."""

    vpc: dict
    subnets: list[str]
    groups: list[str]


def place_of(arn: str) -> Place:
    """Of the function that asks, whose account and Region the rest of this question is about."""
    _, _, _, region, account, _, name, *qualifier = arn.split(':')
    set_request_account_id(account)
    set_request_region(region)
    _, config = lambda_svc._get_func_record_for_qualifier(name, *qualifier or [None])
    network = config.get('VpcConfig', {})
    return Place(ec2._vpcs.get(network.get('VpcId'), {}), network.get('SubnetIds', []), network.get('SecurityGroupIds', []))
