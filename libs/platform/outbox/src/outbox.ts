import type { Transaction } from '@hemtag/platform-postgres';

export interface OutboxMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
}

/** The channel on which a service announces to its own relay that messages were stored. */
export const outboxChannel = (service: string): string => `hemtag_outbox_${service}`;

/** Stores messages in the order given; they become visible to the relay with the commit. */
export async function appendOutbox(tx: Transaction, options: { readonly service: string; readonly messages: readonly OutboxMessage[] }): Promise<void> {
  const { messages, service } = options;
  if (messages.length === 0) return;
  await tx.query(
    {
      name: 'outbox-append',
      text: `INSERT INTO outbox (topic, key, value)
             SELECT topic, key, value FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS m (topic, key, value, place) ORDER BY place`,
    },
    [messages.map(({ topic }) => topic), messages.map(({ key }) => key), messages.map(({ value }) => value)],
  );
  await tx.query(`SELECT pg_notify($1, '')`, [outboxChannel(service)]);
}
