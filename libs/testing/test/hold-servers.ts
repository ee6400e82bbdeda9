import { openRuntime } from '@hemtag/local-runtime';

/** Started as a program of its own, so that a test can SIGKILL the process that holds the servers: `node hold-servers.ts DATA_DIR CACHE_DIR`. */
const [dataDir = '', cacheDir = ''] = process.argv.slice(2);
const opened = await openRuntime({ dataDir });
if (!opened.ok) throw new Error(opened.error.message);
const runtime = opened.value;
const servers = await runtime.startServers({ cacheDir });
if (!servers.ok) throw new Error(servers.error.message);
process.stdout.write(`${JSON.stringify({ ...servers.value, pids: [runtime.pidOf('kafka'), runtime.pidOf('postgres')] })}\n`);
