import { err, ok, type Result } from '@hemtag/kernel';
import { parseArgs } from 'node:util';

export interface LauncherOptions {
  readonly once: boolean;
  readonly empty: boolean;
  readonly port: number;
  readonly dataDir: string;
}

export const USAGE = `npm start [-- options]
  --once          end after printing; exit 0 only where every figure equals its expectation
  --empty         start with no register and no events
  --port N        port of the gateway (default 8080, or HEMTAG_PORT)
  --data-dir DIR  where the data lives (default .hemtag)`;

interface Defaults {
  readonly checkout: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function parsePort(text: string): number | null {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? port : null;
}

/** Reads the words behind `npm start --`; the error is a sentence for the terminal. */
export function readOptions(args: readonly string[], { checkout, env }: Defaults): Result<LauncherOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, empty: { type: 'boolean' }, port: { type: 'string' }, 'data-dir': { type: 'string' } },
    });
    if (values.once && values.empty) return err('--once compares the example figures and --empty has none: choose one of them');
    const portText = values.port ?? env['HEMTAG_PORT'] ?? '8080';
    const port = parsePort(portText);
    if (port === null) return err('the port must be a whole number from 1 to 65535 (--port N or HEMTAG_PORT)');
    return ok({ once: values.once ?? false, empty: values.empty ?? false, port, dataDir: values['data-dir'] ?? `${checkout}/.hemtag` });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
