import type { DashboardShape, PanelShape } from './checks/read-dashboard.js';

const COLUMN = 40;
const ROW = 26;
const GAP = 6;
const TOP = 44;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
/** Titles are cut as Grafana cuts them. */
const cut = (text: string, width: number): string => (text.length * 7 > width ? `${text.slice(0, Math.floor(width / 7) - 1)}…` : text);

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
const text = ({ x, y }: { readonly x: number; readonly y: number }, words: string, size: number, style = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}"${style}>${escaped(words)}</text>`;
const rect = ({ x, y, w, h }: Box, style: string): string => `<rect x="${x}" y="${y}" width="${w}" height="${h}" ${style}/>`;

const WORDS: Readonly<Record<string, string>> = {
  stat: 'tiles', barchart: 'bars', trend: 'lines over the months', table: 'table', timeseries: 'lines over time', 'status-history': 'grid of days', heatmap: 'heat map',
}; // prettier-ignore

function panelOf({ type, title, gridPos, repeat }: PanelShape): string {
  const box = { x: gridPos.x * COLUMN + GAP / 2, y: TOP + gridPos.y * ROW + GAP / 2, w: gridPos.w * COLUMN - GAP, h: gridPos.h * ROW - GAP };
  if (type === 'row') return text({ x: box.x + 4, y: box.y + 15 }, `▾ ${title}${repeat === undefined ? '' : ` (once for each value of ${repeat})`}`, 13, ' font-weight="600"');
  const frame = rect(box, 'rx="3" fill="#ffffff" stroke="#c8c8cc"');
  const kind = box.h > 50 ? text({ x: box.x + 8, y: box.y + 36 }, WORDS[type] ?? type, 11, ' fill="#6a6a70"') : '';
  return frame + text({ x: box.x + 8, y: box.y + 18 }, cut(title, box.w - 16), 12) + kind;
} // prettier-ignore

/** Where the panels of a board stand, with their titles and kinds, as SVG: the layout as it is in the file, and nothing that only Grafana can draw. */
export function wireframe({ title, templating, panels }: DashboardShape): string {
  const height = TOP + ROW * Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h)) + GAP;
  const width = 24 * COLUMN;
  const asked = templating.list.flatMap((of) => ('label' in of && typeof of.label === 'string' ? [of.label] : []));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, Helvetica, Arial, sans-serif" fill="#24292e">`,
    `<title>${escaped(title)}: layout</title>`,
    rect({ x: 0, y: 0, w: width, h: height }, 'fill="#f4f5f5"'),
    text({ x: 8, y: 18 }, title, 14, ' font-weight="600"'),
    text({ x: 8, y: 36 }, asked.map((label) => `[${label} ▾]`).join('  '), 12, ' fill="#4a4a50"'),
    ...panels.map(panelOf),
    '</svg>',
    '',
  ].join('\n');
}
