import type { InvitationFacts } from './mail-facts.ts';
import type { Block, Letter } from './text.ts';

/** The mail with a partner's invitation link (REL-1). It names who asks, what accepting grants, and how to take it back. */
export function invitationLetter(facts: InvitationFacts, page: string): Letter {
  const { partnerName } = facts;
  const isReseller = facts.invitationKind === 'reseller-invitation';
  const subject = isReseller
    ? `${partnerName} invites you to buy cloud services through it`
    : `${partnerName} asks to administer your cloud services`;
  const granted = isReseller
    ? `If you accept, ${partnerName} may order cloud services for your organization and administer them for you (delegated administration). What you have from others stays as it is.`
    : `If you accept, ${partnerName} may administer your cloud services for you (delegated administration). It can order nothing.`;
  return {
    subject,
    blocks: [
      { paragraph: 'Hello,' },
      { paragraph: `${partnerName} asked us to send you this invitation.` },
      ...messageBlocks(facts),
      { paragraph: granted },
      {
        paragraph:
          'Open the link, sign in as a global admin of your organization, read what you grant, and accept. Nothing changes before that, and you can take delegated administration back at any time.',
      },
      { link: { label: 'Read the invitation', address: page } },
      { small: `You do not know ${partnerName}? Then do nothing: without your acceptance nothing happens.` },
    ],
  };
}

const messageBlocks = ({ partnerName, message }: InvitationFacts): Block[] =>
  message?.trim() ? [{ paragraph: `${partnerName} writes:` }, { quote: message.trim() }] : [];
