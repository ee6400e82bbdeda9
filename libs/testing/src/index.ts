export { leaksOf } from './leaks.js';
export { routesOf } from './routes-of.js';
export { createTestDatabase, type TestDatabase, testKafkaBrokers, uniqueName } from './test-database.js';
export { startTestServers, stopTestServers } from './test-servers.js';
export { startServiceProcess, type ServiceProcess } from './service-process.js';
export { readScrape, seriesNamesOf, type ScrapedMetric, type ScrapedSample } from './scrape.js';
export { until } from './until.js';
