import { addDays, day } from '../../../../shared/kernel/time.ts';
import { formatAmount, formatDay } from './format.ts';
import type { UsageBudgetFacts } from './mail-facts.ts';
import type { Letter } from './text.ts';

/** The mail about a customer whose metered use nears or has passed the budget that its partner set (USG-4). */
export function usageBudgetLetter(facts: UsageBudgetFacts, page: string, apiRoot: string): Letter {
  const customer = facts.customerName || 'A customer';
  const usage = `${apiRoot}/v1/customers/${facts.customerId}`;
  return {
    subject: facts.isExceeded
      ? `${customer} has passed its budget for metered use`
      : `${customer} has used ${facts.percentUsed} percent of its budget for metered use`,
    blocks: [
      { paragraph: `Hello ${facts.displayName},` },
      {
        paragraph: facts.isExceeded
          ? `what ${customer} uses costs more than the budget that you set. Nothing is stopped: the use goes on, and is billed to you.`
          : `what ${customer} uses nears the budget that you set. Nothing will be stopped when it is passed.`,
      },
      {
        facts: [
          ['Customer', customer],
          ['Cost so far', formatAmount(facts.cost)],
          ['Budget', formatAmount(facts.budget)],
          ['Used', `${facts.percentUsed} percent`],
          ['Period', `${formatDay(facts.periodStartOn)} to ${formatDay(addDays(day(facts.periodEndOn), -1))}`],
        ],
      },
      { paragraph: 'Your program reads what it is made of from the API, with a token of your company:' },
      {
        facts: [
          ['By subscription', `${usage}/subscriptions/usagerecords`],
          ['Forecast', `${usage}/usageforecast`],
        ],
      },
      { link: { label: 'How to change the budget', address: page } },
      { small: `You get this mail as an admin agent of ${facts.companyName}.` },
    ],
  };
}
