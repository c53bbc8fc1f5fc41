import { written } from '../../../shared/contracts/text.ts';

export const optionalText = (max = 256) => written({ max, min: 0 }).optional();

export const EVERYBODY = ['GlobalAdmin', 'AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;
