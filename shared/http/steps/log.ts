import type { Observability } from '../../observability/observability.ts';
import { writeLine } from '../call-log.ts';
import type { GatewayEvent, GatewayReply } from '../gateway.ts';
import type { Answer, Step, Unfinished } from './exchange.ts';

/** Writes the line of the call once it is answered, whatever the answer is. */
export function logStep(observability: Observability): Step {
  const write = (request: { event: GatewayEvent; context: Unfinished; response?: Answer | null | undefined }): void => {
    const { requestId, correlationId } = request.context.base;
    const { method } = request.event.requestContext.http;
    const status = (request.response as GatewayReply).statusCode;
    writeLine(observability, request.context.line, { method, status, requestId, correlationId });
  };
  return { after: write, onError: write };
}
