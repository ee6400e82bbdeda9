/**
 * Colours that can be told apart on white and on Grafana's dark panel, also with protan, deutan and tritan vision. Status is never colour alone: a word or a number
 * stands beside it.
 */
export const TYPE_COLORS: Readonly<Record<string, string>> = {
  FINANCIAL: '#2266BB',
  AVOIDANCE: '#2E8B57',
  REDISTRIBUTED: '#C27C00',
  QUALITY: '#B85C93',
  ENVIRONMENT: '#3A93C9',
};

export const STATUS_COLORS = { good: '#2266BB', watch: '#C98A00', act: '#C4372E', unknown: '#8E8E8E', notExpected: '#8E8E8E55' } as const;

export const ESTIMATE_COLOR = '#B0B0B0';
export const LINE_COLOR = '#7A7A7A';
