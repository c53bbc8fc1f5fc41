import type * as z from 'zod';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { Confirmation } from '../../relationships/index.ts';
import type * as s from '../../schemas.ts';
import type { Acceptance, AgreementTemplate } from '../domain/agreement.ts';

export const agreementUrl = (root: string, templateId: string): string => `${root}/agreements/${templateId}`;

export const toAcceptanceWire = (acceptance: Acceptance, root: string): z.input<typeof s.Agreement> => ({
  primaryContact: acceptance.primaryContact,
  templateId: acceptance.templateId,
  dateAgreed: toWireInstant(acceptance.acceptedAt),
  type: acceptance.agreementType,
  userId: acceptance.userId,
  agreementLink: agreementUrl(root, acceptance.templateId),
});

export const toAgreementWire = (confirmation: Confirmation, root: string): z.input<typeof s.Agreement> => ({
  primaryContact: confirmation.primaryContact,
  templateId: confirmation.templateId,
  dateAgreed: toWireInstant(confirmation.agreedAt),
  type: confirmation.agreementType as AgreementTemplate['agreementType'],
  userId: confirmation.userId,
  agreementLink: agreementUrl(root, confirmation.templateId),
});
