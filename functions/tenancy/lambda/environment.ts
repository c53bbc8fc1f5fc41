import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { Suffixes } from '../tenants/domain/domain-name.ts';

export const table = dynamodbTable(setting('TABLE_NAME'));

/** Domains below which customers get names, the first one first. */
export const customerDomainSuffixes = (): Suffixes =>
  setting('CUSTOMER_DOMAIN_SUFFIXES').split(',') as unknown as Suffixes;
