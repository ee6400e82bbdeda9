import {
  ACTOR_HEADER, type CaseResponse, type CompletenessResponse, type ConfirmationsResponse, type FiguresResponse, type HarvestsResponse, type KeptFiguresResponse,
  type PeriodChangesResponse, type PeriodsResponse, type Problem, type RegisterObject, type RegisterResponse,
} from '@hemtag/contracts'; // prettier-ignore
import type { Instant } from '@hemtag/kernel';
import { BenefitRefused, BenefitUnavailable, type BenefitSource, type Known, type KnownRange } from '../../application/benefit-source.js';
import { Turns } from './turns.js';

export interface BenefitApiOptions {
  readonly url: string;
  /** For one answer; 60,000 by default. */
  readonly timeoutMs?: number;
  /** Requests at the same time; 4 by default. */
  readonly requestsAtOnce?: number;
}

const TIMEOUT_MS = 60_000;
/** Who set a month preliminary that nobody else had; whoever closes it is another person. */
const ACTOR = 'report-plan';
const REQUESTS_AT_ONCE = 4;
/** Register objects on a page: each brings all of its versions. */
const PAGE_OBJECTS = 200;

type Query = Readonly<Record<string, string | null>>;
const instantText = (instant: Instant | null): string | null => (instant === null ? null : new Date(instant).toISOString());
const knownQuery = ({ tenant, asKnownOn }: Known): Query => ({ tenant, asKnownOn: instantText(asKnownOn) });

async function problemIn(response: Response): Promise<Pick<Problem, 'code' | 'detail'>> {
  const said = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return { code: said?.code ?? 'INTERNAL_ERROR', detail: said?.detail ?? `the benefit service answered ${response.status}` };
}

/** The benefit service over HTTP: bounded in time and in requests at once; a redirect is not followed. */
export class BenefitApi implements BenefitSource {
  private readonly turns: Turns;

  constructor(private readonly options: BenefitApiOptions) {
    this.turns = new Turns(options.requestsAtOnce ?? REQUESTS_AT_ONCE);
  }

  figures({ from, to, ...known }: KnownRange): Promise<FiguresResponse> {
    return this.get('/v1/figures', { ...knownQuery(known), from, to, exact: 'true' });
  }

  completeness({ from, to, ...known }: KnownRange): Promise<CompletenessResponse> {
    return this.get('/v1/completeness', { ...knownQuery(known), from, to });
  }

  periods(known: Known): Promise<PeriodsResponse> {
    return this.get('/v1/periods', knownQuery(known));
  }

  kept({ tenant, month, version, state }: Parameters<BenefitSource['kept']>[0]): Promise<KeptFiguresResponse> {
    return this.get(`/v1/periods/${month}/figures`, { tenant, version: String(version), state, exact: 'true' });
  }

  confirmations(known: Known): Promise<ConfirmationsResponse> {
    return this.get('/v1/confirmations', knownQuery(known));
  }

  harvests(known: Known): Promise<HarvestsResponse> {
    return this.get('/v1/harvests', knownQuery(known));
  }

  register({ kind, ...known }: Parameters<BenefitSource['register']>[0]): Promise<readonly RegisterObject[]> {
    return this.objects(kind, knownQuery(known));
  }

  registered(kind: Parameters<BenefitSource['registered']>[0]): Promise<readonly RegisterObject[]> {
    return this.objects(kind, {});
  }

  async setPreliminary({ tenant, month }: Parameters<BenefitSource['setPreliminary']>[0]): Promise<void> {
    const url = this.address(`/v1/periods/${month}/preliminary`, { tenant });
    await this.turns.take(() => this.ask(url, { method: 'POST', headers: { [ACTOR_HEADER]: ACTOR, 'content-type': 'application/json' }, body: '{}' }));
  }

  private async objects(kind: string, known: Query): Promise<readonly RegisterObject[]> {
    const objects: RegisterObject[] = [];
    let cursor: string | null = null;
    do {
      const page: RegisterResponse = await this.get(`/v1/register/${kind}`, { ...known, limit: String(PAGE_OBJECTS), cursor });
      objects.push(...page.objects);
      cursor = page.next;
    } while (cursor !== null);
    return objects;
  }

  case({ initiative, ...known }: Parameters<BenefitSource['case']>[0]): Promise<CaseResponse | null> {
    return this.find('/v1/case', { ...knownQuery(known), initiative });
  }

  changes({ month, initiative, benefit, ...known }: Parameters<BenefitSource['changes']>[0]): Promise<PeriodChangesResponse | null> {
    return this.find(`/v1/periods/${month}/changes`, { ...knownQuery(known), initiative, benefit });
  }

  private async find<T>(path: string, query: Query): Promise<T | null> {
    try {
      return await this.get<T>(path, query);
    } catch (error) {
      if (error instanceof BenefitRefused && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  private get<T>(path: string, query: Query): Promise<T> {
    const url = this.address(path, query);
    return this.turns.take(() => this.ask<T>(url, { headers: { accept: 'application/json' } }));
  }

  private address(path: string, query: Query): URL {
    const url = new URL(path, this.options.url);
    for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value);
    return url;
  }

  private async ask<T>(url: URL, request: RequestInit): Promise<T> {
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(url, { ...request, signal, redirect: 'error' });
      // The contract says what the body of a good answer is.
      if (response.ok) return (await response.json()) as T;
    } catch (cause) {
      throw new BenefitUnavailable(signal.aborted ? 'the benefit service did not answer in time' : 'the benefit service does not answer', { cause });
    }
    const { code, detail } = await problemIn(response);
    if (response.status >= 500 || response.status === 429) throw new BenefitUnavailable(`the benefit service is not ready: ${detail}`);
    throw new BenefitRefused(code, detail);
  }
}
