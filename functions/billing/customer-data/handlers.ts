import { contributeBilling } from './operations/contribute-billing.ts';
import { eraseAgreed } from './operations/erase-agreed.ts';

/** What takes each event that the slice listens to. */
export const customerDataConsumerFunctions = { contributeBilling, eraseAgreed } as const;
