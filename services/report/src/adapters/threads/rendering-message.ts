import type { ReportLanguage } from '@hemtag/contracts';
import type { RenderedFormat } from '../../application/ports.js';

/** What the thread that renders is asked, one file at a time, and what it answers. The bytes are handed over and not copied. */
export interface RenderRequest {
  readonly statement: Uint8Array<ArrayBuffer>;
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
}
export type RenderAnswer =
  { readonly content: Uint8Array<ArrayBuffer>; readonly tookMs: number } | { readonly error: { readonly message: string; readonly stack: string | undefined } };
