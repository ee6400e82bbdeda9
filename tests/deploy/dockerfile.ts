import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const CHECKOUT = resolve(__dirname, '../..');

export interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** One `FROM … AS name` with what follows it. */
export interface Stage {
  readonly name: string;
  /** The image, or the name of the stage that it goes on from. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

const readText = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');

/** The stages of the Dockerfile at the root. The part of its language that is used there: no continued lines, `ARG` before the first stage only. */
export function dockerfileStages(): readonly Stage[] {
  const lines = readText('Dockerfile')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const parameters = new Map<string, string>();
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, keyword = '', text = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (keyword === 'FROM') {
      const [, from, name] = /^(\S+) AS (\S+)$/.exec(text) ?? [];
      if (from === undefined || name === undefined) throw new Error(`not FROM … AS name: ${line}`);
      stages.push({ name, from: from.replace(/\$\{(\w+)\}/g, (_all, parameter: string) => parameters.get(parameter) ?? ''), instructions: [] });
    } else if (stages.length === 0 && keyword === 'ARG') {
      const [name = '', value = ''] = text.split('=');
      parameters.set(name, value);
    } else if (keyword === '' || stages.length === 0) throw new Error(`cannot read the line: ${line}`);
    else stages.at(-1)?.instructions.push({ keyword, text });
  }
  return stages;
}

/** A stage's instructions with those of the stages that it goes on from before them, and the image at their bottom. */
export function wholeStage(
  name: string,
  stages: readonly Stage[] = dockerfileStages(),
): { readonly image: string; readonly instructions: readonly Instruction[] } {
  const stage = stages.find((one) => one.name === name);
  if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
  if (!stages.some((one) => one.name === stage.from)) return { image: stage.from, instructions: stage.instructions };
  const below = wholeStage(stage.from, stages);
  return { image: below.image, instructions: [...below.instructions, ...stage.instructions] };
}

/** The variables that the image sets. */
export const environmentOf = (instructions: readonly Instruction[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    instructions.flatMap(({ keyword, text }) =>
      keyword === 'ENV' ? text.split(' ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]) : [],
    ),
  ) as Record<string, string>;

/** What the last `CMD`, or of `HEALTHCHECK … CMD`, runs: a list of words, never a line for a shell. */
export function commandOf(keyword: 'CMD' | 'HEALTHCHECK' | 'ENTRYPOINT', instructions: readonly Instruction[]): readonly string[] | undefined {
  const text = instructions.filter((one) => one.keyword === keyword).at(-1)?.text;
  return text === undefined ? undefined : (JSON.parse(text.slice(text.indexOf('['))) as string[]);
}

/** Paths of .dockerignore as regular expressions; the part of its language that is used there: names, folders and a leading `**`. */
export function isLeftOut(path: string): boolean {
  const patterns = readText('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return patterns.some((pattern) => {
    const expression = pattern
      .replaceAll('.', '\\.')
      .replace(/^\*\*\//, '(.*/)?')
      .replaceAll(/(?<!\.)\*/g, '[^/]*');
    return new RegExp(`^${expression}(/|$)`).test(path);
  });
}
