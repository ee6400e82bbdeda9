import 'reflect-metadata';

import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createLogger, Metrics, NestLogger, openTracing, type Logger, type Tracing } from '@hemtag/platform-observability';

import { watchEventLoop } from './event-loop-watchdog.js';
import { listenForMetrics, type MetricsListener } from './metrics-listener.js';

export interface ServiceContext {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /** Logs and ends the process with exit code 1: for faults that only a fresh start can heal. */
  readonly fail: (error: unknown) => void;
}

/** A microservice transport of Nest (`CustomTransportStrategy`). */
export interface Transport {
  listen(callback: (...parameters: unknown[]) => unknown): unknown;
  close(): unknown;
}

/** What a service is made of, after its configuration was read and its connections were opened. */
export interface ServiceParts {
  readonly module: Type | DynamicModule;
  readonly host: string;
  /** 0 asks for a free one. */
  readonly port: number;
  readonly metricsPort: number;
  /** False where the service reads bodies itself; true by default. */
  readonly bodyParser?: boolean;
  /** Largest body that the HTTP server takes; Fastify's 1 MiB by default. */
  readonly bodyLimitBytes?: number;
  readonly transports?: readonly Transport[];
  /** Before listening: filters, hooks, content types. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
  /** After listening. */
  readonly onStarted?: () => void | Promise<void>;
  /** Last of all, when nothing can come in any more: the service's connections, in the order in which they may go. */
  readonly close?: () => Promise<void>;
}

export interface ServiceOptions {
  readonly name: string;
  /** From the signal to the end; then the process ends by force with exit code 1. 20,000 by default. */
  readonly drainTimeoutMs?: number;
  /** How long the event loop may stand still before the process is ended; 60,000 by default. */
  readonly eventLoopLimitMs?: number;
  readonly setUp: (context: ServiceContext) => Promise<ServiceParts>;
}

interface Running {
  readonly parts: ServiceParts;
  readonly app: INestApplication;
  readonly metricsListener: MetricsListener;
}

// All projects have the version of the product.
const { version: PRODUCT_VERSION } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

const addressOf = (app: NestFastifyApplication): AddressInfo => app.getHttpServer().address() as AddressInfo;

/** The id of a figure is composed of names; the router's own limit of 100 would not find it. */
const MAX_PATH_PART_CHARACTERS = 400;

async function start(options: ServiceOptions, context: ServiceContext): Promise<Running> {
  const parts = await options.setUp(context);
  const adapter = new FastifyAdapter({
    routerOptions: { maxParamLength: MAX_PATH_PART_CHARACTERS },
    ...(parts.bodyLimitBytes === undefined ? {} : { bodyLimit: parts.bodyLimitBytes }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(parts.module, adapter, {
    logger: new NestLogger(context.logger),
    abortOnError: false,
    bodyParser: parts.bodyParser ?? true,
  });
  for (const strategy of parts.transports ?? []) app.connectMicroservice({ strategy });
  await parts.configure?.(app);
  await app.startAllMicroservices();
  await app.listen(parts.port, parts.host);
  const metricsListener = await listenForMetrics({ metrics: context.metrics, host: parts.host, port: parts.metricsPort });
  await parts.onStarted?.();
  context.logger.info({ host: parts.host, port: addressOf(app).port, metricsPort: metricsListener.port }, 'service.started');
  return { parts, app, metricsListener };
}

/** Nest closes the HTTP server first, then the transports, which let their running batches end. */
async function stop({ app, metricsListener, parts }: Running): Promise<void> {
  await app.close();
  await parts.close?.();
  await metricsListener.close();
}

function end(logger: Logger, code: number): never {
  logger.flush();
  process.exit(code);
}

/**
 * Runs a service until SIGTERM or SIGINT: stops HTTP, drains the consumers, closes, exit code 0. Past the limit, after an error that nobody
 * caught or a failed start: logged, exit code 1. A blocked event loop ends it by SIGKILL, after a line on standard error. A signal that comes again changes nothing.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const logger = createLogger({ service: options.name });
  const metrics = new Metrics({ service: options.name, processMetrics: true });
  const fail = (error: unknown): void => {
    logger.fatal({ error }, 'service.failed');
    end(logger, 1);
  };
  metrics.gauge('hemtag_build_info').set({ version: PRODUCT_VERSION }, 1);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  watchEventLoop({ service: options.name, limitMs: options.eventLoopLimitMs ?? 60_000 });

  let asked = false;
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, () => {
        if (!asked) setTimeout(() => fail(new Error('the service did not stop in time')), options.drainTimeoutMs ?? 20_000).unref();
        asked = true;
        resolve(name);
      });
    }
  });

  try {
    const tracing = await openTracing({ service: options.name, version: PRODUCT_VERSION, endpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT });
    const running = await start(options, { logger, metrics, tracing, fail });
    const name = await signal;
    logger.info({ signal: name }, 'service.stopping');
    await stop(running);
    await tracing.close();
    logger.info({}, 'service.stopped');
    end(logger, 0);
  } catch (error) {
    fail(error);
  }
}
