import { isolatedEnvironment } from '../../integ/local/environment';

const OWN = {
  PATH: '/usr/bin',
  HOME: '/home/somebody',
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  AWS_ENDPOINT_URL_S3: 'https://s3.example.com',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/credentials',
  AWS_CONFIG_FILE: '/home/somebody/.aws/config',
  AWS_USE_FIPS_ENDPOINT: 'true',
  CDK_DEFAULT_ACCOUNT: '444455556666',
  NODE_OPTIONS: '--require=/somewhere.js',
};

test('nothing that leads to a real account is left, everything else is', () => {
  const environment = isolatedEnvironment(OWN);
  const values = Object.values(environment);
  for (const [name, value] of Object.entries(OWN).filter(([key]) => !['PATH', 'HOME', 'AWS_USE_FIPS_ENDPOINT'].includes(key))) {
    expect([name, values.includes(value)]).toEqual([name, false]);
  }
  expect(environment).not.toHaveProperty('AWS_USE_FIPS_ENDPOINT');
  expect(environment).toMatchObject({ PATH: '/usr/bin', HOME: '/home/somebody', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
});

test.each([
  [{}, '127.0.0.1,localhost'],
  [{ NO_PROXY: 'example.com' }, 'example.com,127.0.0.1,localhost'],
  [{ no_proxy: 'example.org' }, 'example.org,127.0.0.1,localhost'],
])('a proxy is kept, but not for this machine: %j', (own, expected) => {
  const environment = isolatedEnvironment({ ...own, HTTPS_PROXY: 'http://proxy.example.com:3128' });
  expect(environment).toMatchObject({ HTTPS_PROXY: 'http://proxy.example.com:3128', NO_PROXY: expected, no_proxy: expected });
});
