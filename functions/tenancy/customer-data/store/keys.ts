import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { contributionSk } from '../../../../shared/messaging/export/contribution-item.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export interface ExportIds {
  readonly customerId: string;
  readonly exportId: string;
}
export const exportPartition = (customerId: string): string => `TENANCY#${customerId}#EXPORTS`;
export const exportKey = ({ customerId, exportId }: ExportIds): Key => ({
  pk: exportPartition(customerId),
  sk: `EXPORT#${exportId}`,
});
/** What a context wrote in one step. */
export const stepPrefix = (exportId: string): string => `STEP#${exportId}#`;
export const stepKey = ({
  customerId,
  exportId,
  context,
  step,
}: ExportIds & { context: string; step: string }): Key => ({
  pk: exportPartition(customerId),
  sk: `${stepPrefix(exportId)}${context}#${step}`,
});
/** How many are under way at once. */
export const underwayKey = (customerId: string): Key => ({ pk: exportPartition(customerId), sk: 'UNDERWAY' });
/** How far tenancy has come with what it adds itself. */
export const contributionKey = (ids: ExportIds & { page?: number | undefined }): Key => ({
  pk: exportPartition(ids.customerId),
  sk: contributionSk(ids),
});
/** Index: exports under way by when they have failed. */
export const dueExportsPartition = 'TENANCY#DUE#EXPORT';
export const dueExports = (before: Instant): readonly Query[] => [
  { index: 'gsi1', pk: dueExportsPartition, sk: { before } },
];
export const dueExportIndex = ({ exportId, dueAt }: { exportId: string; dueAt: string }) => ({
  gsi1pk: dueExportsPartition,
  gsi1sk: `${dueAt}#${exportId}`,
});
