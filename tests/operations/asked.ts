import { allBoards, type PromTarget } from '@hemtag/dashboards';

import { readPromql } from './promql.js';
import { allRules } from './rule-files.js';

const VALUES: Readonly<Record<string, string>> = { $__rate_interval: '5m', $__interval: '1m', $__range: '6h' };

export interface AskedByBoard {
  /** Board, panel and query. */
  readonly where: string;
  /** As Prometheus gets it: Grafana fills in how long an interval is. */
  readonly expression: string;
  readonly target: PromTarget;
}

/** Every question of a board to Prometheus. */
export const askedByBoards = (): readonly AskedByBoard[] =>
  allBoards().flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.flatMap((target) => {
        if (target.kind !== 'prometheus') return [];
        const expression = Object.entries(VALUES).reduce((text, [name, value]) => text.replaceAll(name, value), target.expression);
        return [{ where: `${uid}, ${title}, ${target.refId}`, expression, target }];
      }),
    ),
  );

/** The series that boards and rules read, recorded ones included. */
export const askedSeries = (): ReadonlySet<string> =>
  new Set(
    [...askedByBoards().map(({ expression }) => expression), ...allRules().map(({ expr }) => expr)].flatMap((expression) =>
      readPromql(expression).selections.map(({ metric }) => metric),
    ),
  );
