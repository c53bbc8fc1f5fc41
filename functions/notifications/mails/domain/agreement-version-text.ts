import { formatDay } from './format.ts';
import type { AgreementVersionFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to a partner about a version of the customer agreement that its customers will have to accept (AGR-2). */
export function agreementVersionLetter(facts: AgreementVersionFacts, page: string, apiRoot: string): Letter {
  const duty = formatDay(facts.dutyOn);
  const name = facts.agreementType === 'MicrosoftCloudAgreement' ? 'cloud agreement' : 'customer agreement';
  return {
    subject: `From ${duty} on your customers need version ${facts.versionRank} of the ${name}`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: `The program has a new version of the ${name}. From ${duty} on, orders for customers that have accepted an earlier version alone are refused. What is subscribed already goes on.`,
      },
      {
        facts: [
          ['Version', String(facts.versionRank)],
          ['Can be accepted from', formatDay(facts.effectiveOn)],
          ['Must be accepted from', duty],
          ['Text', page],
          ['Customers that still have to accept', `${apiRoot}/docs#listOutstandingAgreements`],
        ],
      },
      {
        paragraph:
          'Show each of your customers the text, and attest that it accepted. A customer that accepts in its own administration has done so for all its partners.',
      },
      { small: `You get this mail as a global admin or admin agent of ${facts.companyName}.` },
    ],
  };
}
