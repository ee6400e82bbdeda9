import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import type { Outcome } from './outcome.js';

export type Run = (context: CommandContext) => Promise<Outcome>;
/** Hands a command's work to the runner, together with the options that all commands share. */
export type Start = (command: Command, run: Run) => Promise<void>;
