export { freeLoopbackPort, freeLoopbackPorts, isFreePort, LOOPBACK } from './loopback-port.js';
export { endLeftovers } from './leftovers.js';
export { type ServerKind, type ServerOptions } from './local-servers.js';
export { type LocalRuntime, type LocalServers, openRuntime, type RuntimeOptions } from './local-runtime.js';
export { type ServiceOptions } from './node-service.js';
export { type ProcessExit } from './own-process.js';
export { type RuntimeProblem } from './runtime-problem.js';
export { type RuntimeEvent } from './supervisor.js';
export { SERVICE_ENVIRONMENT, serviceNodeFlags } from './service-node-flags.js';
