import * as z from 'zod';
import { queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { searchText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf } from '../../../shared/contracts/wire.ts';
import { operations, resources, UNDEFINED } from './domain/vocabulary.ts';

export const AuditRecordPath = z.object({
  auditRecordId: z.string().min(1).max(256).describe('Id of the record, as a list has it.'),
});

export const AuditDaysQuery = z.object({
  startDate: queryDay().optional().describe('First day; 30 days before the last when absent.'),
  endDate: queryDay().optional().describe('Last day; today when absent.'),
  size: wholeNumber(0, 500).optional().describe('Items on one page at most: 0 or nothing for the most there can be.'),
  ...seekParameters,
});

export const AuditRecordsQuery = AuditDaysQuery.extend({
  filter: searchText(2000)
    .optional()
    .describe(
      'Filter as JSON, such as `{"Field":"ResourceType","Value":"Subscription","Operator":"equals"}`: `CompanyName` by `substring`, `CustomerId` and `ResourceType` by `equals`.',
    ),
});

export const OperatorAuditRecordsQuery = AuditDaysQuery.extend({
  filter: searchText(2000)
    .optional()
    .describe(
      'Filter as JSON, such as `{"Field":"PartnerId","Value":"…","Operator":"equals"}`: `CompanyName` by `substring`, `PartnerId`, `CustomerId` and `ResourceType` by `equals`.',
    ),
});

export const AuditRecord = z.object({
  id: z.string().describe('Id of the record.'),
  partnerId: z.string().optional().describe('Partner that acted or that it happened to.'),
  customerId: z.string().optional().describe('Customer in whose tenant or for whom it was done.'),
  participants: z.array(z.string()).describe('All whose affair it is: their tenants.'),
  customerName: z
    .string()
    .optional()
    .describe('Name of the customer as it is now; absent when it left the reader or is gone.'),
  userPrincipalName: z
    .string()
    .optional()
    .describe('Sign-in name of the user that did it; absent for an application, and when the user is gone.'),
  applicationId: z.string().optional().describe('Application through which it was done.'),
  resourceType: z.enum([...resources, UNDEFINED]).describe('What was changed.'),
  resourceOldValue: z
    .string()
    .optional()
    .describe('Id of what was changed, and what else is different now, as it was: JSON text.'),
  resourceNewValue: z
    .string()
    .optional()
    .describe('Id of what was changed, and how it is now, or what of it changed: JSON text.'),
  operationType: z.enum([...operations, UNDEFINED]).describe('Kind of change.'),
  operationDate: WireInstant.describe('When it took effect.'),
  operationStatus: z.enum(['succeeded']).describe('What was not carried out is not recorded.'),
  originalCorrelationId: z.string().describe('Correlation id of the call that led to it.'),
  customizedData: z
    .array(
      z.object({
        key: z.string().describe('Name of the datum, such as `ActedBy` or `UserId`.'),
        value: z.string().describe('The datum.'),
      }),
    )
    .describe('Further data: who acted (`partner`, `customer`, `operator`, `program`), the id of the user, and more.'),
  attributes: attributes('AuditRecord'),
});

export const AuditRecords = collectionOf(AuditRecord);
