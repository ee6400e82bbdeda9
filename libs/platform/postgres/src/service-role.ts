/** The role that may read everything in schema `published`: dashboards log in as a member of it. */
export const READER_ROLE = 'hemtag_reader';
export const PUBLISHED_SCHEMA = 'published';

const SERVICE = /^[a-z][a-z0-9_]{0,40}$/;

/** The role under which a service works. Its name goes into SQL as an identifier, hence the narrow alphabet. */
export function serviceRole(service: string): string {
  if (!SERVICE.test(service)) throw new Error('a service name may hold lower-case letters, digits and underscores');
  return `hemtag_${service}`;
}
