import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboardFaults } from './checks/check-dashboards.js';
import { allBoards, DEFAULT_PLACE, generatedFiles, wireframes } from './generate.js';

// `npm run dashboards [DIR]` writes every board; HEMTAG_GATEWAY_URL and HEMTAG_BOARD_TIME_ZONE make them for another place than one's own machine.
const [directory = join(dirname(dirname(fileURLToPath(import.meta.url))), 'generated')] = process.argv.slice(2);
const boards = allBoards({
  gatewayUrl: process.env['HEMTAG_GATEWAY_URL'] ?? DEFAULT_PLACE.gatewayUrl,
  timeZone: process.env['HEMTAG_BOARD_TIME_ZONE'] ?? DEFAULT_PLACE.timeZone,
});
const files = generatedFiles(boards);
const faults = dashboardFaults(files);
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
const written = [...files, ...wireframes(boards)];
for (const folder of new Set(written.map(({ path }) => dirname(path)))) {
  mkdirSync(join(directory, folder), { recursive: true });
  // A board that is gone leaves no file behind, which Grafana would go on showing.
  for (const file of readdirSync(join(directory, folder))) if (!written.some(({ path }) => path === `${folder}/${file}`)) rmSync(join(directory, folder, file));
}
for (const { path, content } of written) writeFileSync(join(directory, path), content);
process.stdout.write(`${files.length} boards in ${directory}\n`);
