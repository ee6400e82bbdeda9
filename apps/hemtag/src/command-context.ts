import type { ApiClient } from './api-client.js';
import type { Format } from './output/rendering.js';
import type { Terminal } from './terminal.js';

/** What every command gets: the surroundings, the server, and the options that all commands share. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly api: ApiClient;
  /** As named with `--tenant`. */
  readonly tenant: string | null;
  /** As named with `--format`. */
  readonly format: Format | null;
}

/** A table for a person, JSON for a program, unless one was asked for. */
export const formatOf = ({ format, terminal }: CommandContext): Format => format ?? (terminal.output.isTerminal ? 'table' : 'json');
