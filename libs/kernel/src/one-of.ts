/** Whether a text is one of a closed list. */
export const isOneOf = <Item extends string>(all: readonly Item[], value: string): value is Item => (all as readonly string[]).includes(value);
