/** A message ready to go to one address. */
export interface ReportMail {
  readonly to: string;
  /** Of the form `<local@domain>`; the same delivery always has the same one. */
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: Uint8Array }[];
}

/**
 * What became of handing something over. `refused`: the other side does not have it; `isFinal` where trying again cannot help. `unknown`: it was handed over whole and
 * no answer came, so that nobody here can say whether it has arrived.
 */
export type HandOver =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly isFinal: boolean; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface MailSender {
  /**
   * `aboutToEnd` is awaited when the server has everything but the end of the message. Where it throws, or the process dies before it resolves, the server drops what
   * it has: the message was not sent. From then on a missing answer is `unknown`.
   */
  send(mail: ReportMail, aboutToEnd: () => Promise<void>): Promise<HandOver>;
}
