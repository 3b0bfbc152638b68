"""Connects as https://docs.aws.amazon.com/keyspaces/latest/devguide/using_python_driver.html shows it, and reads one row.

Arguments: host, port, root certificate, statement. By signature with AWS_ACCESS_KEY_ID and so on, unless KEYSPACES_USER and KEYSPACES_PASSWORD are there.
"""

import os
import ssl
import sys

import boto3
from cassandra import ConsistencyLevel
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable
from cassandra_sigv4.auth import SigV4AuthProvider

host, port, root, statement = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(root)
context.check_hostname = False
context.verify_mode = ssl.CERT_REQUIRED
if user := os.environ.get('KEYSPACES_USER'):
    sign_in = PlainTextAuthProvider(user, os.environ['KEYSPACES_PASSWORD'])
else:
    sign_in = SigV4AuthProvider(boto3.Session())
profile = ExecutionProfile(consistency_level=ConsistencyLevel.LOCAL_QUORUM)
cluster = Cluster([host], port=int(port), ssl_context=context, auth_provider=sign_in, execution_profiles={EXEC_PROFILE_DEFAULT: profile})
try:
    print(cluster.connect().execute(statement).one()[0])
except NoHostAvailable as refused:
    print(*refused.errors.values())
finally:
    cluster.shutdown()
