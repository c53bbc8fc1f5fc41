import type { MessageFacts } from '../../../../shared/pages/message-page.ts';

/** Withdrawn, mistyped and never made look alike. */
export const noInvitation: MessageFacts = {
  title: 'This invitation is not valid',
  paragraphs: ['It was withdrawn, or the link is incomplete.', 'Ask the partner that sent it for a new one.'],
};
