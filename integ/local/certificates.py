"""Makes the certificates of one start of the local stack: a root, and two server certificates signed by it.

    python certificates.py DIRECTORY

writes root.pem, aws.pem with aws-key.pem, and cassandra.p12 (password: the environment variable KEYSTORE_PASSWORD).
The root's private key is never written: nobody can sign a further certificate with it.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LOOPBACK = ("localhost", "127.0.0.1")
# The service's own host names: a client that verifies them here will verify them in AWS.
# https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
KEYSPACES = ("cassandra.us-east-1.amazonaws.com", "cassandra.us-east-1.api.aws")
LIFETIME = datetime.timedelta(days=7)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # An hour back, for a clock that is set meanwhile.
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates, key_cert_sign=certificates, crl_sign=certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class Root:
    NAME = "Local root of cdk-keyspaces"

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = (
            _builder(self.NAME, self.NAME, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def server(self, *names: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _builder(names[0], self.NAME, key)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return key, certificate


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def main(directory: Path, keystore_password: str) -> None:
    pem = serialization.Encoding.PEM
    root = Root()
    _write(directory / "root.pem", root.certificate.public_bytes(pem))

    key, certificate = root.server(*LOOPBACK)
    _write(directory / "aws.pem", certificate.public_bytes(pem))
    _write(directory / "aws-key.pem", key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    key, certificate = root.server(*KEYSPACES, *LOOPBACK)
    _write(directory / "cassandra.p12", pkcs12.serialize_key_and_certificates(
        b"cassandra", key, certificate, [root.certificate],
        serialization.BestAvailableEncryption(keystore_password.encode())))


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ["KEYSTORE_PASSWORD"])
