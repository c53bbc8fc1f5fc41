/** A usage line with what explains it, in numbers and texts as they are shown. */
export interface ToldUsageLine {
  readonly chargeType: string;
  readonly customerCompanyName: string;
  readonly subscriptionDescription: string;
  readonly subscriptionId: string;
  readonly resourceName: string;
  readonly resourceGuid: string;
  readonly unit: string;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly consumedQuantity: number;
  readonly includedQuantity: number;
  readonly overageQuantity: number;
  readonly listPrice: number;
  readonly consumptionDiscount: number;
  readonly pretaxCharges: number;
  readonly taxAmount: number;
  readonly postTaxTotal: number;
  readonly currency: string;
  readonly explanation: {
    readonly priceList: string;
    readonly rule: string;
    readonly formula: string;
    readonly roundingPolicy: string;
    readonly tierFrom: number;
    readonly positionFrom: number;
    readonly positionTo: number;
    readonly discountTerms: readonly string[];
    readonly discountFraction: number;
    readonly pricingCurrency: string;
    readonly exchangeRate: number;
    readonly exchangeMonth?: string | undefined;
    readonly taxRatePercent: number;
    readonly days: readonly { readonly date: string; readonly quantity: number }[];
  };
}

/** BIL-9: the same as the members of the explanation, in sentences that a person reads. */
export function usageLineText(line: ToldUsageLine): string {
  const { currency, unit, explanation: why } = line;
  const whom = line.customerCompanyName === '' ? '' : ` for ${line.customerCompanyName}`;
  const meter = line.resourceGuid === '' ? '' : `${line.resourceName} (meter ${line.resourceGuid}) of `;
  const [from, to] = [line.chargeStartDate, line.chargeEndDate].map(dayOf);
  const tax = `with tax of ${line.taxAmount} (${why.taxRatePercent} percent) it is ${line.postTaxTotal} ${currency}`;
  return [
    `${line.chargeType}: ${meter}${line.subscriptionDescription}${whom}, ${from} to ${to} (subscription ${line.subscriptionId}).`,
    ...(line.overageQuantity === 0 && line.consumedQuantity === 0 ? [] : quantitiesOf(line)),
    ...(why.exchangeMonth === undefined
      ? []
      : [`Rates are in ${why.pricingCurrency}; one is ${why.exchangeRate} ${currency} in ${why.exchangeMonth}.`]),
    ...(why.discountFraction === 0
      ? []
      : [`${why.discountTerms.join(', ')} takes off ${why.discountFraction} of the list price.`]),
    `By rule ${why.rule}: ${why.formula} = ${line.pretaxCharges} ${currency} (${why.roundingPolicy}); ${tax}.`,
  ].join(' ');

  function quantitiesOf({ consumedQuantity, includedQuantity, overageQuantity, listPrice }: ToldUsageLine): string[] {
    const days = why.days.map(({ date, quantity }) => `${quantity} on ${dayOf(date)}`).join(', ');
    return [
      `Used were ${consumedQuantity} x ${unit}: ${days}. Of these ${includedQuantity} are included, ${overageQuantity} are charged.`,
      `By the rate card ${why.priceList} a unit costs ${listPrice} ${currency} in the tier from ${why.tierFrom}; in its period these are the billable units from ${why.positionFrom} to ${why.positionTo}.`,
    ];
  }
}

const dayOf = (moment: string): string => moment.slice(0, '2018-01-15'.length);
