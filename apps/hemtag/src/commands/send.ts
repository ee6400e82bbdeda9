import { ok, type Result } from '@hemtag/kernel';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { isRecord } from '../record.js';
import { knownTenant, latestSpec, registerObjects } from '../register.js';
import { batchesOf, BATCH_LIMITS, type Batch } from '../sending/batches.js';
import { eventLines, findEventFiles, type EventFile, type EventFileReading } from '../sending/event-files.js';
import { rejectedText, type EventLine, type RejectedLine } from '../sending/event-line.js';
import { createIntake, type Delivery, type Intake } from '../sending/intake.js';
import { sendProgress, type SendCounts, type SendProgress } from '../sending/send-progress.js';
import { print } from '../terminal.js';

const BATCHES_IN_FLIGHT = 4;

type Line = EventLine | RejectedLine;

const columns: readonly Column<SendCounts>[] = (['received', 'accepted', 'rejected'] as const).map((header) => ({
  header,
  cell: (counts) => counts[header],
  numeric: true,
}));

/** With `--tenant` only the sources of that tenant may speak: a guard against the file of another municipality. */
async function allowedSources({ api, tenant }: CommandContext): Promise<Result<ReadonlySet<unknown> | null, Outcome>> {
  if (tenant === null) return ok(null);
  const known = await knownTenant(api, tenant);
  if (!known.ok) return known;
  const sources = await registerObjects(api, { kind: 'source', tenant });
  return sources.ok ? ok(new Set(sources.value.map((source) => latestSpec(source).source))) : sources;
}

function ofTenant(line: Line, sources: ReadonlySet<unknown> | null): Line {
  if (sources === null || line.kind !== 'event') return line;
  const event: unknown = JSON.parse(line.text);
  const source = isRecord(event) ? event.source : undefined;
  // Without a source it is no event at all, which the server says better.
  if (source === undefined || sources.has(source)) return line;
  return { kind: 'rejected', position: line.position, code: 'WRONG_TENANT', pointer: '/source', detail: 'The source is not registered to this tenant.' };
}

interface Files extends EventFileReading {
  readonly files: readonly EventFile[];
  readonly sources: ReadonlySet<unknown> | null;
}

async function* linesOf({ files, sources, onRead, ...reading }: Files): AsyncGenerator<Line> {
  let readBefore = 0;
  for (const file of files) {
    const upToHere = readBefore;
    const lines = eventLines(file, { ...reading, onRead: (readBytes) => onRead(upToHere + readBytes) });
    for await (const line of lines) yield ofTenant(line, sources);
    readBefore += file.sizeBytes ?? 0;
  }
}

/** Sends batches, several at a time, and settles them in the order of the lines. */
class Sending {
  readonly #underway: Promise<{ readonly batch: Batch; readonly delivery: Delivery }>[] = [];
  #counts: SendCounts = { received: 0, accepted: 0, rejected: 0 };
  #stopped: Outcome | null = null;

  constructor(
    readonly intake: Intake,
    readonly progress: SendProgress,
    readonly readBytes: () => number,
  ) {}

  get counts(): SendCounts {
    return this.#counts;
  }

  get stopped(): Outcome | null {
    return this.#stopped;
  }

  async add(batch: Batch): Promise<void> {
    this.#underway.push(this.intake.deliver(batch.events).then((delivery) => ({ batch, delivery })));
    this.#counts = { ...this.#counts, received: this.#counts.received + batch.events.length + batch.rejected.length };
    // Until the server has answered once, one request is enough to learn that it does not.
    const allowed = this.intake.hasAnswered() ? BATCHES_IN_FLIGHT : 1;
    while (this.#underway.length >= allowed) await this.#settleOldest();
  }

  async finish(): Promise<void> {
    while (this.#underway.length > 0) await this.#settleOldest();
  }

  async #settleOldest(): Promise<void> {
    const oldest = await this.#underway.shift();
    if (oldest === undefined) return;
    const { batch, delivery } = oldest;
    if (delivery.kind === 'stopped') {
      this.#stopped ??= delivery.outcome;
      this.intake.giveUp();
    }
    const fromServer = delivery.kind === 'settled' ? delivery : { accepted: 0, rejected: [] };
    const rejected = [...batch.rejected, ...fromServer.rejected];
    await this.#report(rejected);
    const { received, ...before } = this.#counts;
    this.#counts = { received, accepted: before.accepted + fromServer.accepted, rejected: before.rejected + rejected.length };
    this.progress.show(this.readBytes(), this.#counts);
  }

  async #report(rejected: readonly RejectedLine[]): Promise<void> {
    // A batch may reach into a second file, whose lines count from 1 again.
    const files = [...new Set(rejected.map(({ position }) => position.file))];
    for (const file of files) {
      const ofFile = rejected.filter(({ position }) => position.file === file).sort((one, other) => one.position.line - other.position.line);
      for (const line of ofFile) await this.progress.line(rejectedText(line));
    }
  }
}

function outcomeOf({ counts, stopped }: Sending, unreadable: readonly string[]): Outcome {
  const { received, accepted, rejected } = counts;
  const unknown = received - accepted - rejected;
  if (stopped !== null && stopped.kind !== 'done') {
    const after =
      received > accepted + rejected && accepted > 0
        ? [`What became of ${unknown} events is not known; sending the file again is safe, because every id counts once.`]
        : [];
    return { ...stopped, lines: [...stopped.lines, ...after] };
  }
  return unreadable.length > 0 || rejected > 0 ? refused(...unreadable) : DONE;
}

/** `hemtag send FILE…` */
export async function send(context: CommandContext, names: readonly string[]): Promise<Outcome> {
  const files = await findEventFiles(names);
  if (!files.ok) return files.error;
  const sources = await allowedSources(context);
  if (!sources.ok) return sources.error;
  return sendFiles(context, { files: files.value, sources: sources.value });
}

async function sendFiles(context: CommandContext, { files, sources }: Pick<Files, 'files' | 'sources'>): Promise<Outcome> {
  const { terminal, api } = context;
  const sizes = files.map(({ sizeBytes }) => sizeBytes);
  const progress = sendProgress(terminal.errors, sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0));
  let readBytes = 0;
  const unreadable: string[] = [];
  const lines = linesOf({
    files,
    sources,
    input: terminal.input,
    onRead: (bytes) => {
      readBytes = bytes;
    },
    onUnreadable: (reason) => unreadable.push(reason),
  });
  const sending = new Sending(createIntake({ api, clock: terminal.clock, sleep: terminal.sleep }), progress, () => readBytes);
  try {
    for await (const batch of batchesOf(lines, BATCH_LIMITS)) {
      await sending.add(batch);
      if (sending.stopped !== null) break;
    }
    await sending.finish();
  } finally {
    progress.stop();
  }
  const { counts, stopped } = sending;
  const neverReached = stopped?.kind === 'not-reachable' && counts.accepted + counts.rejected === 0;
  if (!neverReached) await print(terminal.output, render(listRendering(columns, { rows: [counts], json: JSON.stringify(counts) }), formatOf(context)));
  return outcomeOf(sending, unreadable);
}
