import { readConfig } from '@hemtag/platform-config';
import { runService } from '@hemtag/platform-lifecycle';

import { GatewayConfig } from './config.js';
import { setUpGateway } from './gateway.module.js';

await runService({ name: 'gateway', setUp: (context) => setUpGateway(readConfig(GatewayConfig, process.env), context) });
