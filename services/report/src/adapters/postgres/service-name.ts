/** The service's name, which is also its schema. */
export const SERVICE = 'report';
