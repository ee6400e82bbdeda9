/**
 * The channel on which a service announces to its own relay that messages were stored. A service writes its messages in the statement that makes them
 * true: rows of `outbox` (topic, key, value, headers as a list of [name, value in base64]), and a notification on this channel.
 */
export const outboxChannel = (service: string): string => `hemtag_outbox_${service}`;
