import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** Structured log, business metrics and traces of one function. Never hand it a token, password or link. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

export interface Observability {
  readonly log: Log;
  /** Adds one business figure; flushed at the end of the invocation. */
  count(metric: string, value?: number): void;
  /** Names the trace's subject, so that one request can be found across functions. */
  annotate(key: string, value: string): void;
  flush(): void;
}

export function observability(service: string): Observability {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: 'OpenCsp', serviceName: service });
  const tracer = new Tracer({ serviceName: service });
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, facts: Record<string, unknown> = {}): void =>
      logger[level](message, facts);
  return {
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    count: (metric, value = 1) => void metrics.addMetric(metric, MetricUnit.Count, value),
    annotate: (key, value) => {
      if (tracer.isTracingEnabled()) tracer.putAnnotation(key, value);
    },
    // Publishing nothing is a warning in every log. Answers nothing: what a middleware returns becomes the function's.
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

/** For tests and simulations: keeps what was said, and the errors with their facts. */
export function silentObservability(): Observability & { readonly said: string[]; readonly failures: string[] } {
  const said: string[] = [];
  const failures: string[] = [];
  const say = (message: string): void => void said.push(message);
  const fail = (message: string, facts: Record<string, unknown> = {}): void => {
    say(message);
    failures.push(`${message} ${JSON.stringify(facts)}`);
  };
  return {
    said,
    failures,
    log: { info: say, warn: say, error: fail },
    count: () => {},
    annotate: () => {},
    flush: () => {},
  };
}
