import type { Key } from '../../../../shared/dynamo/table.ts';
import { lower } from '../../program/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const rank = (versionRank: number): string => String(versionRank).padStart(9, '0');
// --- agreements --------------------------------------------------------------------------------------------------------
export const templatePartition = 'TENANCY#PROGRAM#TEMPLATES';
/** One per type and version: a version is published once. */
export const templateKey = (version: { agreementType: string; versionRank: number }): Key => ({
  pk: templatePartition,
  sk: `TEMPLATE#${version.agreementType}#${rank(version.versionRank)}`,
});
export const templatePrefix = 'TEMPLATE#';
export const templateIdKey = (templateId: string): Key => ({ pk: `TENANCY#TEMPLATE#${templateId}`, sk: 'TEMPLATE' });
/** That partners are to be told of a version. */
export const announcementKey = (templateId: string): Key => ({
  pk: `TENANCY#TEMPLATE#${templateId}`,
  sk: 'ANNOUNCEMENT',
});
/** Index: versions by when partners are to be told of them; one that they were told of is in it no more. */
export const announcementPartition = 'TENANCY#DUE#ANNOUNCE';
export const announcementIndex = ({ templateId, dueAt }: { templateId: string; dueAt: string }) => ({
  gsi1pk: announcementPartition,
  gsi1sk: `${dueAt}#${templateId}`,
});
/** That a partner was told of a version. */
export const toldKey = (ids: { partnerId: string; templateId: string }): Key => ({
  pk: `TENANCY#${ids.partnerId}#ANNOUNCEMENTS`,
  sk: `TEMPLATE#${ids.templateId}`,
});
/** What a customer accepted itself. */
export const acceptancePartition = (customerId: string): string => `TENANCY#${customerId}#AGREEMENTS`;
export const acceptanceKey = (ids: { customerId: string; templateId: string }): Key => ({
  pk: acceptancePartition(ids.customerId),
  sk: `TEMPLATE#${ids.templateId}`,
});
export const documentKey = (place: { templateId: string; country: string; language: string }): Key => ({
  pk: `TENANCY#TEMPLATE#${place.templateId}`,
  sk: `DOCUMENT#${place.country}#${lower(place.language)}`,
});
