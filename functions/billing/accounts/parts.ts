/** Wire shapes of billing (billing contract 9). */

/** The partner's money: its admin agents and global admins (billing contract 10). */
export const BILLING = ['AdminAgent', 'GlobalAdmin'] as const;
