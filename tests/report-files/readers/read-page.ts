import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { ReadSection, ReadTable } from './read-section.js';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;
const attribute = (of: Element, name: string): string | undefined => of.attrs.find((one) => one.name === name)?.value;
function textOf(node: Node): string {
  if (isElement(node)) return node.childNodes.map(textOf).join('');
  return 'value' in node ? node.value : '';
}
function* elements(of: { readonly childNodes: readonly Node[] }, ...names: readonly string[]): Iterable<Element> {
  for (const child of of.childNodes.filter(isElement)) {
    if (names.includes(child.tagName)) yield child;
    yield* elements(child, ...names);
  }
}

function tableOf(table: Element): ReadTable {
  const rowsOf = (part: string): readonly (readonly string[])[] =>
    [...elements(table, part)].flatMap((of) => [...elements(of, 'tr')].map((row) => [...elements(row, 'th', 'td')].map(textOf)));
  const [caption] = elements(table, 'caption');
  const id = (caption && attribute(caption, 'id')) ?? '';
  return { id: id.slice(id.lastIndexOf('-') + 1), heads: rowsOf('thead')[0] ?? [], rows: rowsOf('tbody'), totals: rowsOf('tfoot') };
}

/** The sections of a page as a browser reads it. */
export const readPage = (html: string): readonly ReadSection<string>[] =>
  [...elements(parse(html), 'section')].map((section) => ({
    heading: textOf([...elements(section, 'h2')][0] as Element),
    tables: [...elements(section, 'table')].map(tableOf),
    texts: [...elements(section, 'p', 'figcaption')].map(textOf),
  }));
