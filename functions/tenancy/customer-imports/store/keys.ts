import type { Key } from '../../../../shared/dynamo/table.ts';

/** Where the answer to rows that were handed over lies until it is published (nobody asks: it is told once). */
export const answerKey = ({ partnerId, eventId }: { partnerId: string; eventId: string }): Key => ({
  pk: `TENANCY#${partnerId}#CUSTOMERROWS`,
  sk: `ANSWER#${eventId}`,
});
