import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isOneOf } from '@hemtag/kernel';
import { LANGUAGES, type Language } from '@hemtag/statements';
import { RENDERED_FORMATS, type RenderedFormat } from './application/ports.js';
import { renderedBytes } from './rendering.js';
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

const order = orderOf(process.argv.slice(2));
if (order === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  const { file, out, language, formats } = order;
  const statement = readFileSync(file);
  for (const format of formats) {
    const startedMs = performance.now();
    const before = process.cpuUsage();
    const bytes = await renderedBytes(statement, { language, format });
    const milliseconds = Math.round(performance.now() - startedMs);
    const { user, system } = process.cpuUsage(before);
    const processorMs = Math.round((user + system) / 1000);
    writeFileSync(join(out, `report.${format}`), bytes);
    process.stdout.write(`${JSON.stringify({ format, bytes: bytes.length, sha256: sha256(bytes), milliseconds, processorMs })}\n`);
  }
  process.stdout.write(`${JSON.stringify({ peakMemoryMib: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
}
