import { statSync } from 'node:fs';
import { err, ok, type Result } from '@hemtag/kernel';
import { askProgram, findProgram } from './program.js';

/** How a program of PostgreSQL is called, because PostgreSQL refuses to run as root. */
export type PostgresAccount = (command: string, args: readonly string[]) => { readonly command: string; readonly args: readonly string[] };

const asItIs: PostgresAccount = (command, args) => ({ command, args });

/**
 * As root the programs run as the owner of the data, at first `postgres` or else `nobody`. They keep the one capability to pass folders that
 * are closed to others: a checkout or a data folder below such a folder (a home folder of mode 0700) must work for root as it does for anybody.
 * The secure bit lets that capability hold for access(2) too, with which initdb examines its own binaries.
 */
export async function resolvePostgresAccount(options: {
  readonly clusterDir: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}): Promise<Result<PostgresAccount, string>> {
  const owner = options.clusterDir === undefined ? undefined : statSync(options.clusterDir);
  const me = process.getuid?.();
  if (me === undefined) return ok(asItIs);
  if (me !== 0)
    return owner === undefined || owner.uid === me ? ok(asItIs) : err(`the data in ${options.clusterDir} belongs to user ${owner.uid}, not to user ${me}`);
  const setpriv = findProgram('setpriv', options.env);
  if (setpriv === undefined) return err('as root, PostgreSQL needs the program setpriv (package util-linux) to run as another user');
  const ids = owner === undefined || owner.uid === 0 ? await unprivilegedIds(options.env) : owner;
  if (ids === undefined) return err('as root, PostgreSQL needs a user `postgres` or `nobody` to run as');
  const capability = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const prefix = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', ...capability, '--'];
  return ok((command, args) => ({ command: setpriv, args: [...prefix, command, ...args] }));
}

async function unprivilegedIds(env: NodeJS.ProcessEnv): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([askProgram('id', ['-u', name], env), askProgram('id', ['-g', name], env)]);
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
