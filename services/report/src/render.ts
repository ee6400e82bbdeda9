import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isOneOf } from '@hemtag/kernel';
import { LANGUAGES, type Language } from '@hemtag/statements';
import { ThreadedRendering } from './adapters/threads/threaded-rendering.js';
import { RENDERED_FORMATS, type RenderedFormat } from './application/ports.js';
import { RENDERER } from './renderer-name.js';
import { sha256 } from './sha256.js';

const USAGE = `node render.js STATEMENT.json --out DIR [--language ${LANGUAGES.join('|')}] [--format ${RENDERED_FORMATS.join('|')}]...
Renders an archived statement again, without a server, and prints a line for each file: format, bytes, SHA-256, milliseconds and those of processor time.`;

interface RenderOrder {
  readonly file: string;
  readonly out: string;
  readonly language: Language;
  readonly formats: readonly RenderedFormat[];
}

function orderOf(args: readonly string[]): RenderOrder | null {
  const options = { out: { type: 'string' }, language: { type: 'string', default: 'sv' }, format: { type: 'string', multiple: true } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [file] = positionals;
  const { out, language, format = [...RENDERED_FORMATS] } = values;
  const formats = format.filter((name) => isOneOf(RENDERED_FORMATS, name));
  if (file === undefined || out === undefined || !isOneOf(LANGUAGES, language) || formats.length !== format.length) return null;
  return { file, out, language, formats };
}

/** As the service renders: in a thread, one file after the other. */
async function render({ file, out, language, formats }: RenderOrder): Promise<void> {
  const rendering = new ThreadedRendering({ thread: new URL('./rendering-thread.js', import.meta.url), version: RENDERER });
  const statement = readFileSync(file);
  try {
    for (const format of formats) {
      const before = process.cpuUsage();
      const { content, tookMs } = await rendering.render({ statement, format, language });
      const { user, system } = process.cpuUsage(before);
      const measured = { milliseconds: Math.round(tookMs), processorMs: Math.round((user + system) / 1000) };
      writeFileSync(join(out, `report.${format}`), content);
      process.stdout.write(`${JSON.stringify({ format, bytes: content.length, sha256: sha256(content), ...measured })}\n`);
    }
  } finally {
    await rendering.close();
  }
  process.stdout.write(`${JSON.stringify({ peakMemoryMib: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
}

const order = orderOf(process.argv.slice(2));
if (order === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else await render(order);
