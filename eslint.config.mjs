import { basename } from 'node:path';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/**
 * Who may import which project. The tags stand in each package.json; rules between folders and about packages from outside
 * stand in .dependency-cruiser.cjs. Every constraint has a failing probe in tests/architecture.
 */
export const projectConstraints = [
  { sourceTag: 'layer:kernel', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:kernel'] },
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['layer:kernel'] },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:platform'] },
  { sourceTag: 'layer:service', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:domain', 'layer:platform'] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts'] },
  { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:tool'] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:platform', 'layer:tool'] },
  { sourceTag: 'layer:dashboards', onlyDependOnLibsWithTags: ['layer:contracts'] },
  {
    sourceTag: 'layer:tests',
    onlyDependOnLibsWithTags: ['layer:kernel', 'layer:contracts', 'layer:domain', 'layer:dashboards', 'layer:tool', 'layer:testing', 'layer:tests'],
  },
  // A service uses the domain of its own scope; what another scope knows arrives through a topic or a published view.
  { sourceTag: 'scope:gateway', notDependOnLibsWithTags: ['scope:ingestion', 'scope:benefit', 'scope:register', 'scope:statements'] },
  { sourceTag: 'scope:ingestion', notDependOnLibsWithTags: ['scope:gateway', 'scope:benefit', 'scope:register', 'scope:statements'] },
  { sourceTag: 'scope:benefit', notDependOnLibsWithTags: ['scope:gateway', 'scope:ingestion', 'scope:metering', 'scope:statements'] },
  { sourceTag: 'scope:report', notDependOnLibsWithTags: ['scope:gateway', 'scope:ingestion', 'scope:benefit', 'scope:register', 'scope:metering'] },
];

/** Specs may use the test library as well; it starts the servers through the platform libraries, so those meet it in a circle that no build sees. */
const specConstraints = projectConstraints.map((constraint) =>
  ['layer:platform', 'layer:service', 'layer:app', 'layer:tool', 'layer:dashboards'].includes(constraint.sourceTag)
    ? { ...constraint, onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'layer:testing', 'layer:tool'] }
    : constraint,
);
const testingCircles = [
  ['tag:layer:testing', 'tag:layer:platform'],
  ['tag:layer:testing', 'tag:layer:tool'],
];
const projectBoundaries = (depConstraints, options = {}) => ({ '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints, ...options }] });

/** Syntax that is not used. A probe proves each message. */
export const restrictedSyntax = {
  everywhere: [
    { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has another name in every file that imports it.' },
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals: an enum is neither data nor a type that a switch can exhaust over JSON.' },
  ],
  outsideFrontDoors: [{ selector: 'ExportAllDeclaration', message: "A barrel stands only at a library's front door, src/index.ts; import the file itself." }],
  inSpecs: [
    {
      selector: 'MemberExpression[object.name=/^(describe|it|test)$/][property.name="only"], CallExpression[callee.name=/^(fdescribe|fit)$/]',
      message: 'A focused test hides all others.',
    },
    {
      selector:
        'CallExpression[callee.property.name=/^(skip|todo)$/][callee.object.name=/^(describe|it|test)$/], CallExpression[callee.name=/^(xdescribe|xit|xtest)$/]',
      message: 'Nothing is skipped for good: repair the test or remove it. A suite that needs a program says so with `(found ? describe : describe.skip)`.',
    },
  ],
  inPureCode: [
    {
      selector: 'MemberExpression[object.name="Date"][property.name="now"]',
      message: 'Time comes in as an argument: pure code gives the same answer tomorrow.',
    },
    {
      selector: ':matches(NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"])',
      message: 'Time comes in as an argument: pure code does not read the clock.',
    },
    { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Randomness comes in as an argument: pure code can be repeated.' },
  ],
};

const IMPURE = 'Pure code knows neither the process nor its surroundings; hand the value or the effect in.';
export const restrictedGlobals = [
  'process',
  'console',
  'performance',
  'crypto',
  'fetch',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
].map((name) => ({
  name,
  message: IMPURE,
}));

const ROLES = 'store|entity|mapping|consumer|controller|module|fake|builder';
const FILE_NAME = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${ROLES}))?(\\.(int\\.|e2e\\.)?spec)?\\.ts$`);
const NAMELESS = /^(utils?|helpers?|common|managers?|misc)\b|-(utils?|helpers?|manager)\b/;

const hemtag = {
  rules: {
    'file-name': {
      meta: {
        type: 'suggestion',
        schema: [],
        messages: {
          shape: "'{{name}}' is not <concept>.<role>.ts in kebab-case with a role of the closed list (CONTRIBUTING.md).",
          nameless: "'{{name}}' says where code was left, not what it is about; name the concept.",
        },
      },
      create: (context) => ({
        Program(node) {
          const name = basename(context.filename);
          if (NAMELESS.test(name)) context.report({ node, messageId: 'nameless', data: { name } });
          else if (!FILE_NAME.test(name)) context.report({ node, messageId: 'shape', data: { name } });
        },
      }),
    },
  },
};

/** What the project adds to the recommended sets, for all TypeScript. Each rule has a failing probe in tests/architecture. */
export const ownRules = {
  'hemtag/file-name': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-explicit-any': 'error',
  // Files with decorated classes are left alone by this rule: Nest needs the constructor's types as values.
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-deprecated': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  eqeqeq: 'error',
  'no-param-reassign': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
};

/** Sizes beyond which a reader loses the thread; for the product, not for specs. */
export const sizeRules = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
};

const SPECS = ['**/*.{spec,fake,builder}.ts', '{apps,libs,services,tools}/**/test/**/*.ts', 'tests/**/*.ts', 'libs/testing/**/*.ts'];
const FRONT_DOORS = ['libs/*/src/index.ts', 'libs/platform/*/src/index.ts', 'tools/*/src/index.ts'];
const PURE = ['libs/kernel/src/**/*.ts', 'libs/metering/src/**/*.ts', 'libs/register/src/**/*.ts', 'libs/benefit/src/**/*.ts', 'libs/statements/src/**/*.ts'];
const { everywhere, outsideFrontDoors, inSpecs, inPureCode } = restrictedSyntax;
// A later `no-restricted-syntax` replaces an earlier one, so each kind of file gets its whole list at once.
const syntax = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', 'coverage/**', '.hemtag/**', '.nx/**', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx, hemtag },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...ownRules,
      // An `async` method without `await` is how an interface of promises is met by an answer that is already there.
      '@typescript-eslint/require-await': 'off',
      // `Day | Month` are both strings to the compiler and two things to the reader.
      '@typescript-eslint/no-duplicate-type-constituents': 'off',
      // Takes assertions for needless that the compiler needs, and its repair leaves values of type unknown.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      ...projectBoundaries(projectConstraints),
      ...syntax(everywhere, outsideFrontDoors),
    },
  },
  { files: ['{apps,services}/*/src/**/*.ts', 'libs/**/src/**/*.ts', 'tools/*/src/**/*.ts'], ignores: SPECS, rules: sizeRules },
  { files: FRONT_DOORS, rules: syntax(everywhere) },
  {
    files: PURE,
    ignores: [...SPECS, ...FRONT_DOORS],
    rules: { ...syntax(everywhere, outsideFrontDoors, inPureCode), 'no-restricted-globals': ['error', ...restrictedGlobals] },
  },
  {
    files: SPECS,
    rules: {
      ...projectBoundaries(specConstraints, { ignoredCircularDependencies: testingCircles }),
      ...syntax(everywhere, inSpecs),
      // A wrong assertion fails the test that made it, and matchers such as expect.any() are of type any.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      ecmaVersion: 2025,
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } } },
);
