// One run per suite for the whole workspace, because the integration suites share one broker and one database.
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['/dist/', '/.hemtag/', '/.nx/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};
const servers = { globalSetup: '<rootDir>/libs/testing/jest/global-setup.cjs', globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.cjs' };
module.exports = {
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.(int|e2e)\\.spec\\.ts$', '<rootDir>/tests/(architecture|image)/'],
    },
    // Run by the gate's step `boundaries`: the tools that guard the structure must bite.
    { ...base, displayName: 'architecture', testMatch: ['<rootDir>/tests/architecture/**/*.spec.ts'] },
    { ...base, ...servers, displayName: 'int', testMatch: ['**/*.int.spec.ts'] },
    // Run by `npm run test:image`: installs and builds everything anew.
    { ...base, ...servers, displayName: 'image', testMatch: ['<rootDir>/tests/image/**/*.spec.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
  ],
};
