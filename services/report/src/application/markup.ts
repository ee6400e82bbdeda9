const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes any text harmless in HTML, XML and SVG, in element content and in quoted attributes. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element whose children are markup already; attribute values are escaped here, an undefined one is left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) text += ` ${key}="${escapeMarkup(String(value))}"`;
  return children.length === 0 ? `${text}/>` : `${text}>${children.join('')}</${name}>`;
}
