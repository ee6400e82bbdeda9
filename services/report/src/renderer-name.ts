/** What made the bytes; a change that makes other bytes of the same statement makes another name. By itself, so that whoever names it need not load it. */
export const RENDERER = 'hemtag-report/2';
