import { benefitOverview } from './benefit-overview.js';
import { beyondMoney } from './beyond-money.js';
import type { Board } from './board.js';
import { dataQuality } from './data-quality.js';
import { initiative } from './initiative.js';
import { intake } from './intake.js';
import { pipelineHealth } from './pipeline-health.js';
import { portfolio } from './portfolio.js';
import { reports } from './reports.js';

/** Every board, in the order of the folder. A new board is a file beside this one and a line here. */
export const BOARDS: readonly Board[] = [benefitOverview, initiative, beyondMoney, portfolio, dataQuality, pipelineHealth, intake, reports];
