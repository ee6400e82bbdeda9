import { z } from 'zod';

const digits = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** A whole number between two bounds, both allowed. */
export const wholeNumber = (bounds: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .transform(digits)
    .refine((value) => value >= bounds.min && value <= bounds.max, { error: `must be a whole number from ${bounds.min} to ${bounds.max}` });

/** A TCP port; 0 asks the system for a free one. */
export const portNumber = () => wholeNumber({ min: 0, max: 65_535 });

/** `host:port`, several separated by commas. */
export const brokerList = () =>
  z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine((brokers) => brokers.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), { error: 'must be host:port, several separated by commas' });

/** `postgres://` or `postgresql://`. */
export const databaseUrl = () => z.string().regex(/^postgres(ql)?:\/\/\S+$/, { error: 'must be a URL that begins with postgres://' });

/** Put before every topic's name; empty by default. */
export const topicPrefix = () =>
  z
    .string()
    .regex(/^[a-zA-Z0-9._-]{1,100}$/, { error: 'may hold letters, digits, dot, dash and underscore' })
    .default('');
