import cliProgress from 'cli-progress';
import type { Writable } from 'node:stream';
import type { Screen } from '../terminal.js';
import { print } from '../terminal.js';

export interface SendCounts {
  /** Lines that are not blank and were read. */
  readonly received: number;
  /** Events that the log has. */
  readonly accepted: number;
  readonly rejected: number;
}

/** What a person sees meanwhile; rejected lines go through it, so that they do not tear the bar. */
export interface SendProgress {
  readonly show: (readBytes: number, counts: SendCounts) => void;
  readonly line: (text: string) => Promise<void>;
  readonly stop: () => void;
}

function barProgress(stream: Writable, totalBytes: number | null): SendProgress {
  const counts = '{accepted} accepted, {rejected} rejected';
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: totalBytes === null ? counts : `{bar} {percentage} % | ${counts} | {eta_formatted} left`,
      // What is not switched off need not be put back, which a command that ends at Ctrl-C could not do.
      linewrap: true,
    },
    cliProgress.Presets.shades_classic,
  );
  const bar = bars.create(totalBytes ?? 1, 0, { accepted: 0, rejected: 0 });
  return {
    show: (readBytes, { accepted, rejected }) => bar.update(readBytes, { accepted, rejected }),
    line: async (text) => bars.log(`${text}\n`),
    stop: () => bars.stop(),
  };
}

export function sendProgress(errors: Screen, totalBytes: number | null): SendProgress {
  if (errors.isTerminal) return barProgress(errors.stream, totalBytes);
  return { show: () => undefined, line: (text) => print(errors, `${text}\n`), stop: () => undefined };
}
