import { shaped, written } from '../../../shared/contracts/text.ts';

export const text = (max = 256) => written({ max });

export const UserName = shaped(text());

export const OWN_TENANT = ['GlobalAdmin', 'AdminAgent'] as const;
