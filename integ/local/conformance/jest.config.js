// Pointed at an account (README.md), only what the service documents: the rest needs what only the local stack can be told to do.
const local = process.env.AWS_ENDPOINT_URL?.startsWith('https://127.0.0.1:');

module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>', '<rootDir>/../drivers', '<rootDir>/../event-ruler'],
  testMatch: ['<rootDir>/*.test.ts', ...(local ? ['<rootDir>/{cloudformation,local,settings}/*.test.ts', '<rootDir>/../{drivers,event-ruler}/*.test.ts'] : [])],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/../../../test/tsconfig.json' }] },
  globalSetup: '<rootDir>/global-setup.ts',
  testTimeout: (local ? 1 : 15) * 60_000,
  maxWorkers: 2,
  forceExit: true,
};
