import type { Channel, Outcome, USAGE_RECORDED } from '@hemtag/contracts';

/** A CloudEvent in JSON, as a municipal system sends it. */
export interface ExampleEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: typeof USAGE_RECORDED;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: {
    readonly quantity: 1;
    readonly unit: string;
    readonly outcome: Outcome;
    readonly outcomeCode?: string;
    readonly channel: Channel;
    readonly orgUnit: string;
    readonly attempt?: { readonly number: number; readonly final: boolean; readonly groupId: string };
    readonly measures?: { readonly amount: { readonly value: string; readonly unit: string } };
    readonly provenance?: { readonly method: 'push'; readonly nativeType: string };
  };
}
