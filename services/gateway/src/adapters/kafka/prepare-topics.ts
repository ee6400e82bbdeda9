import type { TopicDefinition } from '@hemtag/contracts';
import type { TopicAdmin } from '@hemtag/platform-kafka';
import type { Logger } from '@hemtag/platform-observability';

const RETRY_MS = 1_000;

/** Creates missing topics, again and again until the broker answers: a gateway without a log is not ready, but it runs and says so. */
export function prepareTopics(options: {
  readonly admin: Pick<TopicAdmin, 'ensure'>;
  readonly topics: readonly TopicDefinition[];
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}): { readonly stop: () => Promise<void> } {
  const stopped = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await options.admin.ensure(options.topics);
        options.logger.info({}, 'gateway.topics_ready');
        return;
      } catch (error) {
        options.logger.warn({ error }, 'gateway.topics_not_ready');
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, RETRY_MS);
        stopped.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };
  const running = work();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
