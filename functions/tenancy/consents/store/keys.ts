import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- consents --------------------------------------------------------------------------------------------------------
export interface ConsentIds {
  readonly customerId: string;
  readonly applicationId: string;
}
export const consentPartition = (customerId: string): string => `TENANCY#${customerId}#CONSENTS`;
export const consentPrefix = 'APPLICATION#';
export const consentKey = ({ customerId, applicationId }: ConsentIds): Key => ({
  pk: consentPartition(customerId),
  sk: `${consentPrefix}${applicationId}`,
});
