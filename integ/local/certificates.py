"""Makes the certificates of one start of the local stack: a root, two server certificates signed by it, and wrong ones.

    python certificates.py DIRECTORY

writes root.pem, aws.pem with aws-key.pem, and cassandra.p12 (password: the environment variable KEYSTORE_PASSWORD);
expired.pem, wrong-root.pem and wrong-name.pem hold certificate and key of what an endpoint can be made to show.
The root's private key is never written: nobody can sign a further certificate with it.
"""

import datetime
import os
import sys
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_pem_x509_certificate

LOOPBACK = ('localhost', '127.0.0.1')
# The service's own host names: a client that verifies them here will verify them in AWS.
# https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
KEYSPACES = ('cassandra.us-east-1.amazonaws.com', 'cassandra.us-east-1.api.aws')
# Of the other services: where private DNS or the public endpoint leads a function, and the endpoints' own names.
AWS = ('*.us-east-1.amazonaws.com', '*.amazonaws.com', '*.us-east-1.api.aws', '*.s3.us-east-1.amazonaws.com',
       *(f'*.{service}.us-east-1.vpce.amazonaws.com' for service in ('cassandra', 'kms', 'secretsmanager', 'sts')))
LIFETIME = datetime.timedelta(days=7)


def main(directory: Path, keystore_password: str) -> None:
    root = trustme.CA(organization_name='Local root of cdk-keyspaces')
    now = datetime.datetime.now(datetime.timezone.utc)
    expiry = now + LIFETIME
    write(directory / 'root.pem', root.cert_pem.bytes())

    aws = root.issue_cert(*LOOPBACK, *AWS, not_after=expiry)
    write(directory / 'aws.pem', aws.cert_chain_pems[0].bytes())
    write(directory / 'aws-key.pem', aws.private_key_pem.bytes())

    cassandra = root.issue_cert(*KEYSPACES, *LOOPBACK, not_after=expiry)
    write(directory / 'cassandra.p12', pkcs12.serialize_key_and_certificates(
        b'cassandra',
        serialization.load_pem_private_key(cassandra.private_key_pem.bytes(), None),
        load_pem_x509_certificate(cassandra.cert_chain_pems[0].bytes()),
        [load_pem_x509_certificate(root.cert_pem.bytes())],
        serialization.BestAvailableEncryption(keystore_password.encode())))

    wrong = {
        'expired': root.issue_cert(*KEYSPACES, not_before=now - LIFETIME, not_after=now - datetime.timedelta(minutes=1)),
        'wrong-root': trustme.CA().issue_cert(*KEYSPACES, not_after=expiry),
        'wrong-name': root.issue_cert('cassandra.eu-west-1.amazonaws.com', not_after=expiry),
    }
    for name, certificate in wrong.items():
        write(directory / f'{name}.pem', certificate.private_key_and_cert_chain_pem.bytes())


def write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as file:
        file.write(content)


if __name__ == '__main__':
    main(Path(sys.argv[1]), os.environ['KEYSTORE_PASSWORD'])
