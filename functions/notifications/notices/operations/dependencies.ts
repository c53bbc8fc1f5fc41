import type { MailsDeps } from '../../mails/index.ts';

/** What notices work with: they go out as mails. */
export type NoticesDeps = MailsDeps;
