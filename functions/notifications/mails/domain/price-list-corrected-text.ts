import { formatInstant, formatMonth } from './format.ts';
import type { PriceListCorrectedFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail to every partner about an error of a published price list that was corrected (CAT-4). */
export function priceListCorrectedLetter(facts: PriceListCorrectedFacts, page: string, apiRoot: string): Letter {
  const month = formatMonth(facts.month);
  const list = `${apiRoot}/v1/pricelists/${facts.month.replace('-', '')}`;
  return {
    subject: `Prices of ${month} were corrected`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      { paragraph: `The program corrected an error of the price list of ${month}. It says why:` },
      { quote: facts.reason },
      {
        facts: [
          ['Corrected prices', String(facts.prices)],
          ['Markets and currencies', String(facts.markets)],
          ['They hold from', formatInstant(facts.effectiveFrom)],
          ['The list', `${list}?asOf=${facts.effectiveFrom.slice(0, 10)}`],
        ],
      },
      {
        paragraph:
          'What is bought or renewed from then on has the corrected price. Subscriptions that run keep the price of their term.',
      },
      { link: { label: 'How to read the list', address: page } },
      { small: `You get this mail as a global admin or admin agent of ${facts.companyName}.` },
    ],
  };
}
