// The health check of a container: exit code 0 where the service in it says that it is ready. The image has no curl.
import { get } from 'node:http';

const end = (isReady) => process.exit(isReady ? 0 : 1);

get(`http://127.0.0.1:${process.env.HEMTAG_PORT}/health/ready`, { timeout: 4_000 }, ({ statusCode }) => end(statusCode === 200))
  .on('timeout', () => end(false))
  .on('error', () => end(false));
