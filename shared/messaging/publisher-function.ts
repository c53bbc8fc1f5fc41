import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { invariant } from '../kernel/invariant.ts';
import { eventBridgeSink, publishBatch } from './publisher.ts';

const busName = process.env.BUS_NAME;
invariant(busName, 'BUS_NAME names the event bus');
const sink = eventBridgeSink(busName);

/** Entry of the publisher function: table stream in, event bus out. */
export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => publishBatch(event, sink);
