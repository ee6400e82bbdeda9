import type { DELIVERY_CHANNELS, DELIVERY_PROGRESS, ReportFormat, ReportLanguage } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import type { JobFault, ReportJob } from './ports.js';

export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];
/** A report, or a reminder that one is due or late. */
export type Delivered = 'report' | 'closing-soon' | 'late' | 'approve';

/** Something that goes to one receiver. */
export interface NewDelivery {
  readonly tenant: string;
  readonly what: Delivered;
  /** Of a report the statement's id, of a reminder the month. */
  readonly about: string;
  readonly plan: string;
  readonly channel: DeliveryChannel;
  /** A mail address, or the name of a target of the service. */
  readonly receiver: string;
  readonly role: string | null;
  readonly language: ReportLanguage;
  readonly formats: readonly ReportFormat[];
}
/** `unknown`: it was handed over and nobody answered; a person decides whether it is sent again. `not-needed`: a reminder of which nothing was left when its turn came. */
export type DeliveryProgress = (typeof DELIVERY_PROGRESS)[number];
export interface StoredDelivery extends NewDelivery {
  readonly id: string;
  readonly progress: DeliveryProgress;
  readonly attempts: number;
  readonly fault: JobFault | null;
  readonly plannedAt: Instant;
  readonly endedAt: Instant | null;
}
/** A delivery that this process works on until the lease ends. */
export interface DeliveryClaim {
  readonly job: StoredDelivery;
  readonly lease: string;
}

/** A place in the list of deliveries. */
export type DeliveryPlace = Pick<StoredDelivery, 'plannedAt' | 'id'>;

export interface DeliveryStore {
  /** Adds those that are not there, and remembers that the plan has dealt with the statement, both or neither. Resolves with how many were added. */
  plan(planned: {
    readonly tenant: string;
    readonly plan: string;
    /** Of the whole tenant, also where the deliveries are of its departments. */
    readonly statement: string | null;
    readonly deliveries: readonly NewDelivery[];
  }): Promise<number>;
  /** Statements of the whole tenant that were made from the instant on, not on demand, and that the plan has not dealt with: as what was to be made. */
  unplanned(query: { readonly tenant: string; readonly plan: string; readonly since: Instant }): Promise<readonly ReportJob[]>;
  /** What has been due for longest, of what nobody works on. What somebody died over while handing it over becomes unknown instead. */
  claim(leaseMs: number): Promise<DeliveryClaim | null>;
  extend(claim: DeliveryClaim, leaseMs: number): Promise<boolean>;
  /** From now on the receiver may have it. Throws where somebody else has the delivery by now. */
  handOver(claim: DeliveryClaim): Promise<void>;
  /** The receiver certainly does not have it: it may be tried again. */
  takeBack(claim: DeliveryClaim): Promise<void>;
  finish(claim: DeliveryClaim): Promise<void>;
  /** Does nothing to what is being handed over: that becomes unknown when its lease ends. */
  postpone(claim: DeliveryClaim, next: { readonly delayMs: number; readonly fault: JobFault }): Promise<void>;
  refuse(claim: DeliveryClaim, fault: JobFault): Promise<void>;
  /** Nothing is left that it would say: it ends as not needed. */
  leaveUnsent(claim: DeliveryClaim): Promise<void>;
  /** Nobody can say whether it arrived. */
  leaveUnknown(claim: DeliveryClaim, fault: JobFault): Promise<void>;
  /** The newest first; `next` is null on the last page. */
  deliveries(query: {
    readonly tenant: string;
    readonly limit: number;
    readonly after: DeliveryPlace | null;
  }): Promise<{ readonly deliveries: readonly StoredDelivery[]; readonly next: DeliveryPlace | null }>;
  delivery(tenant: string, id: string): Promise<StoredDelivery | null>;
  /** What failed or is unknown waits again; false where there is no such delivery or nothing to repeat. */
  sendAgain(tenant: string, id: string): Promise<boolean>;
  /** What failed or is unknown ends as not needed, and the plan has the statement to deal with again, both or neither; false where there is nothing to repeat. */
  replace(delivery: { readonly tenant: string; readonly id: string; readonly plan: string; readonly statement: string }): Promise<boolean>;
  /** How long, in seconds, the oldest that is neither sent nor given up has waited, and those that are unknown; 0 where there is none. */
  oldestOpenSeconds(): Promise<number>;
}

/** A message ready to go to one address. */
export interface ReportMail {
  readonly to: string;
  /** Of the form `<local@domain>`; the same delivery always has the same one. */
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly DeliveredFile[];
}
export interface DeliveredFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
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

/** What a receiver that is no person is told; sending it again changes nothing. */
export interface DeliveredReport {
  readonly delivery: string;
  readonly tenant: string;
  readonly report: string;
  readonly period: string;
  /** Empty: the whole tenant. */
  readonly departments: readonly string[];
  readonly state: string;
  readonly version: number | null;
  readonly fingerprint: string;
  readonly files: readonly (DeliveredFile & { readonly format: ReportFormat; readonly fingerprint: string })[];
}
/** A folder, a bucket or a webhook that the service was configured with. Safe to repeat. */
export interface DeliveryTarget {
  readonly channel: Exclude<DeliveryChannel, 'mail'>;
  deliver(report: DeliveredReport): Promise<Exclude<HandOver, { readonly kind: 'unknown' }>>;
}
