import * as z from 'zod';
import { queryInstant, requiredBodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { flag } from '../../../shared/contracts/flags.ts';
import { DecimalText, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { boundedRecords, codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, lenientEnum } from '../../../shared/contracts/wire.ts';

export const RECORDS_MAX = 1000;

/** Names and values that a service attaches to what it reports. */
const said = (max: number) =>
  z
    .record(written({ max: 200 }), written({ max: 500, min: 0 }))
    .refine((record) => Object.keys(record).length <= max, `has at most ${max} members`)
    .meta({ maxProperties: max })
    .register(boundedRecords, { max });

/** What a caller calls a record: so long that a batch of records that are all wrong can be told of in one answer. */
const RecordId = written({ max: 100 });

export const UsageRecord = z
  .object({
    recordId: RecordId.describe('Id of the record, unique of its subscription: it counts once.'),
    subscriptionId: codeText(100).min(1).describe('Id of the metered subscription.'),
    meterId: codeText(100).min(1).describe('Id of the meter on the rate card.'),
    usageStartTime: requiredBodyDate().describe('First instant of the usage.'),
    usageEndTime: requiredBodyDate().describe('End of the usage, of the same UTC day, 24 hours later at most.'),
    quantity: DecimalText.describe(
      'What was used, in units of the meter; exact. Below 0 only with `correctsRecordId`.',
    ),
    resourceUri: written({ max: 1000 }).describe('Address of the resource that was used.'),
    location: written({ max: 100 }).describe('Where the resource is.'),
    tags: said(50).optional().describe('Tags of the resource.'),
    additionalInfo: said(50).optional().describe('More about the resource.'),
    project: written({ max: 200 }).optional().describe('Project that the resource belongs to.'),
    serviceInfo: written({ max: 500 }).optional().describe('What the service says about it.'),
    correctsRecordId: RecordId.optional().describe('Id of the record that this one corrects.'),
  })
  .meta({ id: 'UsageRecord' });
export type UsageRecord = z.output<typeof UsageRecord>;

/** A record, or what is wrong with it: one that is wrong keeps no other from being taken. */
export type GivenRecord =
  | { readonly record: UsageRecord }
  | { readonly recordId: string | undefined; readonly wrong: string };

const GivenRecord = UsageRecord.transform((record): GivenRecord => ({ record })).catch((context): GivenRecord => {
  // The document asks what stands for nothing at all.
  if (context === undefined) return undefined as never;
  const { recordId } = (context.value ?? {}) as { recordId?: unknown };
  const [issue] = context.error.issues;
  const path = issue?.path?.join('.') ?? '';
  const wrong = `${path}${path && ' '}${issue?.message ?? 'is no record'}`;
  // An id that is none is not shown again.
  return { recordId: RecordId.safeParse(recordId).data, wrong };
});

export const UsageRecordsBody = z.object({
  records: z.array(GivenRecord).min(1).max(RECORDS_MAX).describe('Records, of any subscriptions.'),
});

export const UsageBatchPath = z.object({ batchId: z.string().describe('Id of the batch.') });

export const UsageBatch = z
  .object({
    id: z.string().describe('Id of the batch.'),
    status: z
      .enum(['loading', 'completed'])
      .describe('`loading` until every record is counted; then duplicates and conflicts are known.'),
    reportedAt: WireInstant.describe('When the batch was received: it decides on the invoice.'),
    accepted: z.number().int().describe('Records that count; while it is loading, those that nothing is wrong with.'),
    duplicates: z.number().int().describe('Records that had been sent before; known once it is completed.'),
    rejected: z
      .array(
        z.object({
          recordId: z.string().optional().describe('Id of the record, where it has one.'),
          code: z.number().int().describe('Error code.'),
          description: z.string().describe('What is wrong, in words.'),
        }),
      )
      .describe('Records that do not count. A conflict (950001) is told once the batch is completed.'),
    attributes: attributes('UsageBatch'),
  })
  .meta({ id: 'UsageBatch' });

export const MeteredPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  subscriptionId: z.string().describe('Id of the subscription.'),
});

export const UTILIZATIONS_PER_PAGE = 1000;

export const UtilizationsQuery = z.object({
  startTime: queryInstant().describe('First instant of receipt, `start_time`.'),
  endTime: queryInstant().describe('End of the span of receipt, `end_time`: what was received then is not in it.'),
  granularity: lenientEnum(['daily', 'hourly'])
    .optional()
    .describe('Sums by UTC day, or by the hour in which usage began; `daily` when absent.'),
  showDetails: flag()
    .optional()
    .describe('`false` sums over all resources of a meter; `true` when absent: each resource by itself.'),
  size: wholeNumber(1, UTILIZATIONS_PER_PAGE).optional().describe('Items on one page at most.'),
  ...seekParameters,
});

export const AzureUtilizationRecord = z
  .object({
    usageStartTime: WireInstant.describe('Beginning of the day or hour.'),
    usageEndTime: WireInstant.describe('End of the day or hour.'),
    resource: z
      .object({
        id: z.string().describe('Id of the meter.'),
        name: z.string().describe('Name of the meter on the rate card.'),
        category: z.string().describe('Category of the meter.'),
        subcategory: z.string().describe('Category within that.'),
        region: z.string().describe('Region that the meter is for.'),
      })
      .describe('What was metered.'),
    quantity: z.number().describe('What was used, in units of the meter.'),
    unit: z.string().describe('Unit of the meter.'),
    infoFields: z.record(z.string(), z.string()).describe('Project and service info, where records have them.'),
    instanceData: z
      .object({
        resourceUri: z.string().describe('Address of the resource.'),
        location: z.string().describe('Where the resource is.'),
        partNumber: z.string().describe('Always empty.'),
        orderNumber: z.string().describe('Always empty.'),
        tags: z.record(z.string(), z.string()).describe('Tags of the resource.'),
        additionalInfo: z.record(z.string(), z.string()).describe('More about the resource.'),
      })
      .optional()
      .describe('The resource; absent where sums are over all resources.'),
    attributes: attributes('AzureUtilizationRecord'),
  })
  .meta({ id: 'AzureUtilizationRecord' });

export const AzureUtilizationRecords = collectionOf(AzureUtilizationRecord);
