// Who may import what, between folders and from outside. Rules between projects stand in eslint.config.mjs (tags).
// Each rule has a failing probe in tests/architecture; a rule without one fails the gate.

const SPEC = '\\.spec\\.ts$';
const SERVER_SPEC = '(\\.(int|e2e)\\.spec\\.ts$|^(apps|libs|services|tools)/.*/test/)';
/** Code that proves the product and is not shipped with it. */
const PROOF = [SPEC, '^(apps|libs|services|tools)/.*/test/', '^libs/testing/', '^tests/'];
const package_ = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const SERVICE_EDGE = '^services/[^/]+/src/(main\\.ts$|[^/]+\\.module\\.ts$)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file in two places. Move what both need into a third, or hand it over as an argument.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: it is left over, or was never connected.',
      severity: 'error',
      from: { orphan: true, pathNot: [SPEC, '(^|/)src/(index|main)\\.ts$', '^tests/', '\\.(c|m)?js$', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'This import leads nowhere. Compile first (npm run build), then look for a misspelt name or an entry missing in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: "The package is found only because another one brought it. Name it in the project's own package.json.",
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'A development dependency is not installed in production. Declare it as a dependency of the project, or keep it in specs and tools.',
      severity: 'error',
      from: { path: '^(apps|libs|services)/', pathNot: [...PROOF, '\\.(fake|builder)\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Specs, fakes, builders and the test library prove the product; the product does not know them.',
      severity: 'error',
      from: { path: '^(apps|libs|services|tools)/', pathNot: [...PROOF, '\\.(fake|builder)\\.ts$'] },
      to: { path: ['\\.(fake|builder)\\.ts$', ...PROOF] },
    },
    {
      name: 'kernel-imports-only-exact-numbers',
      comment: 'Everything stands on the kernel, so it stands on nothing but its one library of exact numbers.',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: PROOF },
      to: { pathNot: ['^libs/kernel/', package_('fraction\\.js')] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'A domain library decides; it does not read, send or store. It imports the kernel and its own files. Types of contracts are translated at the edge of a service, and another domain is reached through a topic.',
      severity: 'error',
      from: { path: '^libs/(metering|register|benefit|statements)/', pathNot: PROOF },
      to: { pathNot: ['^libs/$1/', '^libs/kernel/'] },
    },
    {
      name: 'contracts-know-only-kernel-and-zod',
      comment: 'Whoever speaks with Hemtag reads these files; they must not drag the inside of a service along.',
      severity: 'error',
      from: { path: '^libs/(contracts|metric-catalog)/', pathNot: PROOF },
      to: { pathNot: ['^libs/$1/', '^libs/kernel/', package_('zod')] },
    },
    {
      name: 'kafka-client-only-in-platform-kafka',
      comment:
        'One library owns the Kafka client, so that it can be replaced without touching a service. Use the transport and the producer of @hemtag/platform-kafka.',
      severity: 'error',
      from: { pathNot: ['^libs/platform/kafka/', '^libs/testing/', '^tests/'] },
      to: { path: package_('kafkajs') },
    },
    {
      name: 'typeorm-only-beside-the-database',
      comment:
        'Entities carry rows, never rules. TypeORM stays in the platform libraries of the database, in adapters/postgres, and in the module and main.ts that wire them.',
      severity: 'error',
      from: {
        pathNot: ['^libs/platform/(postgres|inbox|outbox)/', '^services/[^/]+/src/adapters/postgres/', SERVICE_EDGE, '^libs/testing/', '^tests/'],
      },
      to: { path: package_('typeorm', '@nestjs/typeorm') },
    },
    {
      name: 'postgres-driver-only-beside-the-database',
      comment: 'SQL stands in adapters/postgres, where the schema is known; everything else asks through a port.',
      severity: 'error',
      from: {
        pathNot: [
          '^libs/platform/(postgres|inbox|outbox)/',
          '^services/[^/]+/src/adapters/postgres/',
          '^tools/local-runtime/',
          '^libs/testing/',
          '^tests/',
          SERVER_SPEC,
        ],
      },
      to: { path: package_('pg', 'pg-[^/]+') },
    },
    {
      name: 'application-knows-no-framework',
      comment:
        'A use case is called with ports and answers with values, so that it can be run without servers. Nest, TypeORM, the clients, platform libraries and adapters stay outside; declare what is needed in application/ports.ts.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/application/', pathNot: SPEC },
      to: {
        path: [
          '^libs/platform/',
          '^services/[^/]+/src/adapters/',
          SERVICE_EDGE,
          package_('@nestjs/[^/]+', 'typeorm', 'pg', 'kafkajs', 'fastify', '@fastify/[^/]+'),
        ],
      },
    },
    {
      name: 'services-are-strangers',
      comment: 'Services meet through topics, HTTP and published views. What two of them need belongs into a library.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'web-server-only-at-the-edge',
      comment:
        'Requests and replies are translated in adapters/http. Only there, in the platform libraries that start the server, in the module and in main.ts is Fastify known.',
      severity: 'error',
      from: { pathNot: ['^libs/platform/(http|lifecycle)/', '^services/[^/]+/src/adapters/http/', SERVICE_EDGE, '^libs/testing/', '^tests/', SERVER_SPEC] },
      to: { path: package_('fastify', '@fastify/[^/]+', '@nestjs/platform-fastify') },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'An adapter serves one technology. What two of them share is a use case or a port; the module wires them.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/adapters/([^/]+)/', pathNot: SPEC },
      to: { path: '^services/$1/src/adapters/[^/]+/', pathNot: '^services/$1/src/adapters/$2/' },
    },
  ],
  options: {
    // The front doors of other projects are seen as dist/index.js; what lies behind them is read in their own sources.
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
