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
export const documentKey = (place: { templateId: string; country: string; language: string }): Key => ({
  pk: `TENANCY#TEMPLATE#${place.templateId}`,
  sk: `DOCUMENT#${place.country}#${lower(place.language)}`,
});
