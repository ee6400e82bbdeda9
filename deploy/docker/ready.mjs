// The health check of a container: exit code 0 where the service in it says that it is ready. The image has no curl.
const { HEMTAG_PORT } = process.env;

const isReady = await fetch(`http://127.0.0.1:${HEMTAG_PORT}/health/ready`, { signal: AbortSignal.timeout(4_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(isReady ? 0 : 1);
