import type { ReportLanguage } from '@hemtag/contracts';
import type { RenderedFormat } from '../../application/ports.js';

/** What the thread that renders is asked, and what it answers; numbers tell answers apart. */
export interface RenderRequest {
  readonly number: number;
  readonly statement: Uint8Array;
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
}
export type RenderAnswer =
  | { readonly number: number; readonly content: Uint8Array; readonly tookMs: number }
  | { readonly number: number; readonly error: { readonly message: string; readonly stack: string | undefined } };
