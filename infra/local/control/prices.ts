/**
 * Public list prices on AWS, us-east-1, pay per request, in USD, without free tiers. `per` is how many units the price is for.
 * Storage, data transfer and logs are not counted.
 */
export const prices: Readonly<Record<string, { readonly usd: number; readonly per: number; readonly unit: string }>> = {
  'apigateway.requests': { usd: 1.0, per: 1_000_000, unit: 'HTTP API requests' },
  'dynamodb.readUnits': { usd: 0.125, per: 1_000_000, unit: 'on-demand read request units' },
  'dynamodb.writeUnits': { usd: 0.625, per: 1_000_000, unit: 'on-demand write request units' },
  'events.events': { usd: 1.0, per: 1_000_000, unit: 'custom events of up to 64 KB' },
  'lambda.gbSeconds': { usd: 0.0000133334, per: 1, unit: 'GB-seconds on arm64' },
  'lambda.invocations': { usd: 0.2, per: 1_000_000, unit: 'invocations' },
  's3.readRequests': { usd: 0.0004, per: 1_000, unit: 'GET and similar requests' },
  's3.writeRequests': { usd: 0.005, per: 1_000, unit: 'PUT, POST and LIST requests' },
  'scheduler.invocations': { usd: 1.0, per: 1_000_000, unit: 'scheduled invocations' },
  'ses.messages': { usd: 0.1, per: 1_000, unit: 'mails' },
  'sqs.requests': { usd: 0.4, per: 1_000_000, unit: 'requests to standard queues' },
};
