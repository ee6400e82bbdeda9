import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';

export type Direction = 'to-server' | 'to-client';

/** One connection through the proxy. */
export class Link {
  /** Bytes of the server are read and thrown away until it says that it is done; then both ends are cut. */
  swallowsReply = false;
  /** Nothing comes through in either direction any more, and neither end is told. */
  stranded = false;

  constructor(
    readonly client: Socket,
    readonly server: Socket,
  ) {}

  /** Both ends get a reset, as from a machine that lost its memory of the connection. */
  cut(): void {
    for (const socket of [this.client, this.server]) {
      // A socket that is being shut down cannot be reset: its handle would never close, and Node would wait for it at its end, spinning.
      if (socket.writableEnded) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
  }
}

/** Sees every piece before it is passed on; what it returns is awaited. */
export type Tap = (piece: { readonly direction: Direction; readonly chunk: Buffer; readonly link: Link }) => void | Promise<void>;

export interface Shape {
  /** Each piece waits this long. */
  readonly delayMs?: number;
  /** Pieces of at most this size, written one by one. */
  readonly splitBytes?: number;
  readonly bytesPerSecond?: number;
}

// PostgreSQL's ReadyForQuery outside a transaction: what was asked for is done.
const DATABASE_IS_READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** Stands between a client and a server on loopback and does to their connections what networks do. */
export class TcpProxy {
  readonly #links = new Set<Link>();
  readonly #held = new Set<Direction>();
  readonly #target: { readonly host: string; readonly port: number };
  #release: (() => void)[] = [];
  #server: Server | null = null;
  #port: number;
  #shape: Shape = {};
  tap: Tap | null = null;

  private constructor(port: number, target: { readonly host: string; readonly port: number }) {
    this.#port = port;
    this.#target = target;
  }

  /** Listens on `port`, or on a free one. */
  static async open(options: { readonly port?: number; readonly target: { readonly host: string; readonly port: number } }): Promise<TcpProxy> {
    const proxy = new TcpProxy(options.port ?? 0, options.target);
    await proxy.accept();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  get linkCount(): number {
    return this.#links.size;
  }

  /** New connections are taken again, on the same port. */
  async accept(): Promise<void> {
    if (this.#server) return;
    const server = createServer((client) => this.#join(client));
    this.#server = server;
    server.listen({ host: '127.0.0.1', port: this.#port });
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts all connections and refuses new ones. */
  async refuse(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.cut();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  cut(): void {
    for (const link of this.#links) link.cut();
  }

  /** Keeps bytes back in one or both directions, of old connections and of new ones, until `heal`. Nobody is told. */
  hold(...directions: readonly Direction[]): void {
    for (const direction of directions) this.#held.add(direction);
  }

  /** The connections of this moment are dead and look alive; new ones work. */
  strand(): void {
    for (const link of this.#links) link.stranded = true;
  }

  shape(shape: Shape): void {
    this.#shape = shape;
  }

  /** Everything passes as if there were no proxy; what was kept back follows. */
  heal(): void {
    this.#held.clear();
    this.#shape = {};
    this.tap = null;
    for (const release of this.#release.splice(0)) release();
  }

  async close(): Promise<void> {
    this.heal();
    await this.refuse();
  }

  #join(client: Socket): void {
    const server = connect(this.#target);
    const link = new Link(client, server);
    this.#links.add(link);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#links.delete(link);
        // A stranded end is not told that the other one has gone.
        if (!link.stranded || socket === client) for (const other of [client, server]) other.destroy();
      });
    }
    void this.#pump(link, 'to-server');
    void this.#pump(link, 'to-client');
  }

  async #pump(link: Link, direction: Direction): Promise<void> {
    const [from, to] = direction === 'to-server' ? [link.client, link.server] : [link.server, link.client];
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        if (link.stranded) continue;
        await this.tap?.({ direction, chunk, link });
        if (direction === 'to-client' && link.swallowsReply) {
          if (chunk.subarray(-DATABASE_IS_READY.length).equals(DATABASE_IS_READY)) link.cut();
          continue;
        }
        await this.#pass(chunk, to, { link, direction });
      }
      if (!link.stranded) to.end();
    } catch {
      // The connection broke at one end; the close of that end ends the other one.
    }
  }

  async #pass(chunk: Buffer, to: Socket, { link, direction }: { readonly link: Link; readonly direction: Direction }): Promise<void> {
    const { delayMs = 0, splitBytes = chunk.length, bytesPerSecond = 0 } = this.#shape;
    for (let at = 0; at < chunk.length; at += splitBytes) {
      const piece = chunk.subarray(at, at + splitBytes);
      if (delayMs > 0) await later(delayMs);
      if (bytesPerSecond > 0) await later((piece.length / bytesPerSecond) * 1_000);
      while (this.#held.has(direction)) await new Promise<void>((resolve) => this.#release.push(resolve));
      if (link.stranded || to.destroyed) return;
      if (!to.write(piece)) await drained(to);
    }
  }
}

async function drained(socket: Socket): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
  } finally {
    // Whichever did not come takes its listener along.
    settled.abort();
  }
}
