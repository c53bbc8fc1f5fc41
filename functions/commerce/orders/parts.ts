import * as z from 'zod';
import { codeText, recordOf } from '../../../shared/contracts/text.ts';
import { text } from '../catalogue/parts.ts';

export const ProvisioningContext = recordOf(100, z.union([text(256), z.null()]), 20);

export const RenewedTerm = z.object({
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
});

export const RenewsTo = z.union([RenewedTerm, z.array(RenewedTerm).max(10)]);

export const FriendlyName = text(256);
