import { addDays, day } from '../../../../shared/kernel/time.ts';
import { formatDay } from './format.ts';
import type { AgreementFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to the global admins of a partner about notice of its program agreement, or its end (PRG-7, PRG-8, NOT-2). */
export function agreementLetter(facts: AgreementFacts, page: string): Letter {
  const { subject, news } = wordsOf(facts);
  return {
    subject,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      { paragraph: news },
      { facts: datesOf(facts) },
      ...(facts.endsOn === undefined ? [] : [{ paragraph: consequences }]),
      { link: { label: 'How to read your agreement', address: page } },
      { small: `You get this mail as a global admin of ${facts.companyName}.` },
    ],
  };
}

const consequences =
  'After the last day of the agreement there is no new business: no new customers, orders or seats. What you sold is served until its term ends, a year at most, and is not renewed.';

function wordsOf({ change, companyName, notice, endsOn }: AgreementFacts): { subject: string; news: string } {
  const last = endsOn === undefined ? undefined : lastDay(endsOn);
  switch (change) {
    case 'noticeGiven':
      return {
        subject: `Notice of your program agreement: it ends on ${last}`,
        news: `${whoGave(notice)} The program agreement of ${companyName} ends on ${last}.`,
      };
    case 'noticeWithdrawn':
      return {
        subject:
          last === undefined
            ? 'Notice of your program agreement was taken back'
            : `Your program agreement ends on ${last}`,
        news:
          last === undefined
            ? `A notice was taken back: the program agreement of ${companyName} goes on, and renews every 31 August.`
            : `A notice was taken back. Another one stands: the program agreement of ${companyName} ends on ${last}.`,
      };
    case 'endingSoon':
      return {
        subject: `Your program agreement ends on ${last}`,
        news: `As notice was given, the program agreement of ${companyName} ends on ${last}.`,
      };
    case 'ended':
      return {
        subject: `Your program agreement ended on ${last}`,
        news: `The program agreement of ${companyName} ended on ${last}.`,
      };
  }
}

function whoGave(notice: AgreementFacts['notice']): string {
  if (notice?.type === 'breach')
    return 'The program has given notice because of a breach; it takes the notice back when the breach is cured in time.';
  const what = notice?.type === 'nonRenewal' ? 'that the agreement is not renewed' : 'to end the agreement';
  return notice?.givenBy === 'partner'
    ? `Your company has given notice ${what}.`
    : `The program has given notice ${what}.`;
}

const lastDay = (endsOn: string): string => formatDay(addDays(day(endsOn), -1));

const datesOf = ({ endsOn, runOffEndsOn, termEndsOn }: AgreementFacts): [string, string][] =>
  endsOn === undefined || runOffEndsOn === undefined
    ? [['Term ends', lastDay(termEndsOn)]]
    : [
        ['Last day of the agreement', lastDay(endsOn)],
        ['What was sold is served until', lastDay(runOffEndsOn)],
      ];
