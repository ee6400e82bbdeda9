import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT, dockerfileStages, isLeftOut, type Instruction, type Stage } from '../deploy/dockerfile.js';

/** Plays stages of the Dockerfile in a folder, without a container engine: `/` of each stage is a folder of its own, and its image is this machine. */
export class PlayedStages {
  private readonly stages = dockerfileStages();
  private readonly played = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Plays the stage and what it needs; resolves with the folder that is its `/hemtag`. */
  play(name: string): string {
    const stage = this.stages.find((one) => one.name === name);
    if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
    if (!this.played.has(name)) {
      this.played.add(name);
      this.run(stage);
    }
    return join(this.rootOf(name), 'hemtag');
  }

  private rootOf(name: string): string {
    return join(this.folder, name);
  }

  private run(stage: Stage): void {
    if (this.stages.some(({ name }) => name === stage.from))
      cpSync(this.play(stage.from), join(this.rootOf(stage.name), 'hemtag'), { recursive: true, verbatimSymlinks: true });
    let workingFolder = '/';
    for (const instruction of stage.instructions) workingFolder = this.obey(instruction, { stage: stage.name, workingFolder });
  }

  private obey({ keyword, text }: Instruction, { stage, workingFolder }: { readonly stage: string; readonly workingFolder: string }): string {
    const here = join(this.rootOf(stage), workingFolder);
    if (keyword === 'WORKDIR') {
      mkdirSync(join(this.rootOf(stage), text), { recursive: true });
      return text;
    }
    if (keyword === 'COPY') this.copy(text, here);
    if (keyword === 'RUN') execFileSync('/bin/sh', ['-c', text], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
    return workingFolder;
  }

  private copy(text: string, here: string): void {
    const [, from, source = '', target = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? [];
    if (from !== undefined) this.play(from);
    const origin = from === undefined ? CHECKOUT : this.rootOf(from);
    const path = join(origin, source);
    if (!existsSync(path)) throw new Error(`COPY ${text}: there is no ${source}`);
    const isTaken = (one: string): boolean => from !== undefined || one === origin || !isLeftOut(one.slice(origin.length + 1));
    const destination = statSync(path).isDirectory() || !target.endsWith('/') ? join(here, target) : join(here, target, source);
    cpSync(path, destination, { recursive: true, verbatimSymlinks: true, filter: isTaken });
  }
}
