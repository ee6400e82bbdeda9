import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardFaults } from './checks/check-dashboards.js';
import { allBoards, DEFAULT_PLACE, generatedFiles } from './generate.js';
import { LANGUAGES } from './languages.js';

// `npm run dashboards [DIR]` writes every board; HEMTAG_GATEWAY_URL and HEMTAG_BOARD_TIME_ZONE make them for another place than one's own machine.
const [directory = join(dirname(dirname(fileURLToPath(import.meta.url))), 'generated')] = process.argv.slice(2);
const files = generatedFiles(
  allBoards({
    gatewayUrl: process.env['HEMTAG_GATEWAY_URL'] ?? DEFAULT_PLACE.gatewayUrl,
    timeZone: process.env['HEMTAG_BOARD_TIME_ZONE'] ?? DEFAULT_PLACE.timeZone,
  }),
);
const faults = dashboardFaults(files);
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
for (const language of LANGUAGES) {
  const folder = join(directory, language);
  mkdirSync(folder, { recursive: true });
  const wanted = files.map(({ path }) => path);
  for (const file of readdirSync(folder)) if (file.endsWith('.json') && !wanted.includes(`${language}/${file}`)) rmSync(join(folder, file));
}
for (const { path, content } of files) writeFileSync(join(directory, path), content);
process.stdout.write(`${files.length} boards in ${directory}\n`);
