interface Metadata {
  getMetadata(key: string, target: object): unknown;
}
type ControllerClass = abstract new (...parameters: never[]) => object;

// Nest numbers the methods; these are the two that the API uses.
const METHODS = ['GET', 'POST'];

const textsOf = (path: unknown): string[] => (Array.isArray(path) ? path.map(String) : [String(path)]);
const joined = (prefix: string, path: string): string =>
  `/${[prefix, path]
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/')}`;

/** The routes that controllers of Nest answer, as `GET /v1/figures/{id}`, in order: what the framework itself was told, not what a page says. */
export function routesOf(controllers: readonly unknown[]): string[] {
  // Nest brings the API of decorator metadata with it; whoever has controllers has it loaded.
  const metadata = Reflect as unknown as Metadata;
  const routes = controllers.flatMap((controller) => {
    const { prototype } = controller as ControllerClass;
    const prefixes = textsOf(metadata.getMetadata('path', controller as object));
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      const method = typeof handler === 'function' ? metadata.getMetadata('method', handler) : undefined;
      if (typeof handler !== 'function' || typeof method !== 'number') return [];
      const paths = textsOf(metadata.getMetadata('path', handler));
      return prefixes.flatMap((prefix) => paths.map((path) => `${METHODS[method] ?? String(method)} ${joined(prefix, path).replace(/:(\w+)/g, '{$1}')}`));
    });
  });
  return [...new Set(routes)].sort();
}
