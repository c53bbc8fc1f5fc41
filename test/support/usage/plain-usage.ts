/**
 * A second computation of usage lines, plain and slow: it shares nothing with the product. Numbers are exact fractions of
 * whole numbers, invoices are made one after the other from all that was reported until then, days are gone through one by one, and
 * what falls into a tier is the overlap of two stretches. It reads the contract's U1 to U9, M3 and M4 on its own.
 */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function fraction(text: string): Fraction {
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const n = BigInt(whole + decimals);
  return { n: text.startsWith('-') ? -n : n, d: 10n ** BigInt(decimals.length) };
}
const NONE: Fraction = { n: 0n, d: 1n };
const ONE: Fraction = { n: 1n, d: 1n };
const plus = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const product = (...all: readonly Fraction[]): Fraction => all.reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d }), ONE);
const isLess = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
const smaller = (a: Fraction, b: Fraction): Fraction => (isLess(b, a) ? b : a);
const larger = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? b : a);

/** To a whole number, half away from zero. */
function rounded({ n, d }: Fraction): bigint {
  const size = n < 0n ? -n : n;
  const whole = size / d;
  const up = (size % d) * 2n >= d ? whole + 1n : whole;
  return n < 0n ? -up : up;
}

/** As a plain decimal text; every number here has one. */
export function decimal(value: Fraction, places = 30): string {
  const size = (value.n < 0n ? -value.n : value.n) * 10n ** BigInt(places);
  const digits = (size / value.d).toString().padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return value.n < 0n && text !== '0' ? `-${text}` : text;
}

/** To a number of decimals, half away from zero. */
export const atPlaces = (value: Fraction, places: number): string =>
  decimal({ n: rounded(product(value, { n: 10n ** BigInt(places), d: 1n })), d: 10n ** BigInt(places) });

export interface PlainVersion {
  readonly from: string;
  readonly included: string;
  /** Lower bound and rate, ascending. */
  readonly rates: readonly (readonly [bound: string, rate: string])[];
}
export interface PlainUse {
  readonly on: string;
  readonly reportedOn: string;
  readonly meterId: string;
  readonly resource: string;
  readonly quantity: string;
  readonly isCorrection: boolean;
}
export interface PlainHistory {
  readonly minorUnits: bigint;
  readonly meters: Readonly<Record<string, readonly PlainVersion[]>>;
  readonly terms: readonly PlainTerm[];
  /** By month; absent where the rates are in the billing currency. */
  readonly exchange?: Readonly<Record<string, string>>;
  readonly periods: readonly { readonly start: string; readonly end: string; readonly taxPercent: string }[];
  /** Days of report of each invoice where they are not the periods: one that left the usage out is not among them. */
  readonly windows?: readonly { readonly start: string; readonly end: string }[];
  readonly uses: readonly PlainUse[];
  /** Invoices, by the index of their period or window, that were voided for good on a day. */
  readonly voids?: readonly { readonly period: number; readonly on: string }[];
}

export interface PlainTerm {
  readonly from: string;
  /** The first day on which it does not count any more. */
  readonly until?: string;
  readonly discount: string;
  readonly excludes: readonly string[];
}

export interface PlainLine {
  readonly text: string;
  readonly pretax: bigint;
}
export interface PlainInvoice {
  readonly lines: readonly PlainLine[];
  /** Pretax charges before any rounding, by period and meter. */
  readonly exactByMeter: ReadonlyMap<string, Fraction>;
}

interface Price {
  readonly from: string;
  readonly month: string;
  readonly included: Fraction;
  readonly rates: readonly (readonly [Fraction, Fraction])[];
  readonly bounds: readonly string[];
  readonly discount: Fraction;
  readonly exchange: Fraction;
}

function priceOn(history: PlainHistory, meterId: string, on: string): Price {
  const version = history.meters[meterId]!.filter(({ from }) => from <= on).at(-1)!;
  const discount = history.terms
    .filter(({ from, until }) => from <= on && (until === undefined || on < until))
    .filter(({ excludes }) => !excludes.includes(meterId))
    .reduce((sum, term) => plus(sum, fraction(term.discount)), NONE);
  const month = on.slice(0, 7);
  return {
    from: version.from,
    month: history.exchange ? month : '',
    included: fraction(version.included),
    rates: version.rates.map(([bound, rate]) => [fraction(bound), fraction(rate)]),
    bounds: version.rates.map(([bound]) => bound),
    discount,
    exchange: history.exchange ? fraction(history.exchange[month]!) : ONE,
  };
}

/** Where the units of a period stand: those that cost nothing, those that are billable, those taken back before they came. */
interface Standing {
  free: Fraction;
  billable: Fraction;
  owed: Fraction;
}

interface Group {
  readonly price: Price;
  readonly tier: number;
  units: Fraction;
}

/** Goes through days, oldest first. What is taken back leaves the latest days, or what comes next. */
function goThrough(
  standing: Standing,
  days: readonly (readonly [on: string, quantity: Fraction])[],
  priceOf: (on: string) => Price,
): { groups: Group[]; free: Fraction; first: Price | undefined } {
  const left: { on: string; quantity: Fraction }[] = [];
  for (const [on, quantity] of days) {
    if (quantity.n >= 0n) {
      const settled = smaller(quantity, standing.owed);
      standing.owed = minus(standing.owed, settled);
      left.push({ on, quantity: minus(quantity, settled) });
      continue;
    }
    let back = { n: -quantity.n, d: quantity.d };
    for (let at = left.length - 1; at >= 0 && back.n > 0n; at -= 1) {
      const taken = smaller(back, left[at]!.quantity);
      left[at]!.quantity = minus(left[at]!.quantity, taken);
      back = minus(back, taken);
    }
    standing.owed = plus(standing.owed, back);
  }
  const groups: Group[] = [];
  let freeHere = NONE;
  let first: Price | undefined;
  for (const { on, quantity } of left) {
    if (quantity.n === 0n) continue;
    const price = priceOf(on);
    const free = smaller(quantity, larger(minus(price.included, standing.free), NONE));
    if (free.n > 0n) first ??= price;
    standing.free = plus(standing.free, free);
    freeHere = plus(freeHere, free);
    const from = standing.billable;
    const to = plus(from, minus(quantity, free));
    standing.billable = to;
    price.rates.forEach(([low], tier) => {
      const high = price.rates[tier + 1]?.[0] ?? larger(to, low);
      const overlap = minus(smaller(high, to), larger(low, from));
      if (overlap.n <= 0n) return;
      const same = groups.find(
        (group) =>
          group.tier === tier &&
          group.price.from === price.from &&
          group.price.month === price.month &&
          !isLess(group.price.discount, price.discount) &&
          !isLess(price.discount, group.price.discount),
      );
      if (same) same.units = plus(same.units, overlap);
      else groups.push({ price, tier, units: overlap });
    });
  }
  return { groups: inOrder(groups), free: freeHere, first };
}

/** By the day on which a price first counted, then by tier. */
function inOrder(groups: readonly Group[]): Group[] {
  const keyOf = ({ price }: Group): string => `${price.from} ${price.month} ${decimal(price.discount)}`;
  const keys = [...new Set(groups.map(keyOf))];
  return [...groups].sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)) || a.tier - b.tier);
}

const listOf = ({ price, tier, units }: Group): Fraction => product(price.rates[tier]![1], units, price.exchange);
const netOf = (group: Group): Fraction => product(listOf(group), minus(ONE, group.price.discount));

/** All invoices of a history, one a period or window, in their order. */
export function plainInvoices(history: PlainHistory): PlainInvoice[] {
  const minor = (amount: Fraction): bigint => rounded(product(amount, { n: history.minorUnits, d: 1n }));
  const windows = history.windows ?? history.periods;
  const taxOn = (on: string): string => history.periods.findLast(({ start }) => start <= on)!.taxPercent;
  const invoices = windows.map(() => ({ lines: [] as PlainLine[], exactByMeter: new Map<string, Fraction>() }));
  for (const period of history.periods)
    for (const meterId of Object.keys(history.meters).sort()) {
      const uses = history.uses.filter(
        (use) => use.meterId === meterId && use.on >= period.start && use.on < period.end,
      );
      const prices = new Map<string, Price>();
      const priceOf = (on: string): Price => {
        const price = prices.get(on) ?? priceOn(history, meterId, on);
        prices.set(on, price);
        return price;
      };
      let standing: Standing = { free: NONE, billable: NONE, owed: NONE };
      const sums = { count: 0, list: 0n, net: 0n, exact: NONE };
      const forgiven = { list: 0n, net: 0n, exact: NONE };
      const charged = windows.map(() => ({ list: 0n, net: 0n, exact: NONE }));
      const withdrawn = windows.map(() => ({ list: 0n, net: 0n, exact: NONE }));
      const known = new Set<number>();
      windows.forEach((window, index) => {
        const credit = { list: 0n, net: 0n, exact: NONE };
        let isVoided = false;
        for (const { period: number, on } of history.voids ?? [])
          if (number < index && on < window.end && !known.has(number)) {
            const [{ list, net, exact }, back] = [charged[number]!, withdrawn[number]!];
            known.add(number);
            isVoided = true;
            forgiven.list += list;
            forgiven.net += net;
            forgiven.exact = plus(forgiven.exact, exact);
            sums.list -= list;
            sums.net -= net;
            sums.exact = minus(sums.exact, exact);
            credit.list += list < back.list ? back.list - list : 0n;
            credit.net += net < back.net ? back.net - net : 0n;
            credit.exact = plus(credit.exact, larger(minus(back.exact, exact), NONE));
            withdrawn[number] = { list: 0n, net: 0n, exact: NONE };
          }
        const back = isVoided ? withdrawal(sums, credit, withdrawn) : { list: 0n, net: 0n, exact: NONE };
        const hasBack = back.list !== 0n || back.net !== 0n;
        const shown = uses.filter(({ reportedOn }) => reportedOn >= window.start && reportedOn < window.end);
        if (shown.length === 0 && !hasBack) return;
        const isLate = period.end <= window.start || sums.count > 0;
        const invoice = invoices[index]!;
        const taxPercent = taxOn(period.start > window.start ? period.start : window.start);
        const taxOf = (net: bigint, percent: string): bigint =>
          rounded(product({ n: net, d: 1n }, fraction(percent), { n: 1n, d: 100n }));
        const counted = isLate ? shown.filter(({ isCorrection }) => !isCorrection) : shown;
        const { groups, free, first } = goThrough(standing, byDay(counted), priceOf);
        const rows = groups.map((group, at) => ({
          version: group.price.from,
          bound: group.price.bounds[group.tier]!,
          included: at === 0 ? free : NONE,
          units: group.units,
          list: minor(listOf(group)),
          net: minor(netOf(group)),
        }));
        if (rows.length === 0 && first)
          rows.push({ version: first.from, bound: '0', included: free, units: NONE, list: 0n, net: 0n });
        for (const { version, bound, included, units, list, net } of rows) {
          sums.count += 1;
          sums.list += list;
          sums.net += net;
          charged[index]!.list += list;
          charged[index]!.net += net;
          const numbers = [plus(included, units), included, units].map((each) => decimal(each)).join(' ');
          const tax = taxOf(net, taxPercent);
          invoice.lines.push({
            text: `${period.start} ${meterId} ${sums.count} ${version} ${bound}: ${numbers} ${list} ${net} ${tax}`,
            pretax: net,
          });
        }
        const exact = groups.reduce((sum, group) => plus(sum, netOf(group)), NONE);
        sums.exact = plus(sums.exact, exact);
        charged[index]!.exact = exact;
        const name = `${period.start} ${meterId}`;
        invoice.exactByMeter.set(name, exact);
        if (hasBack) {
          withdrawn[index] = back;
          charged[index]!.list += back.list;
          charged[index]!.net += back.net;
          charged[index]!.exact = plus(charged[index]!.exact, back.exact);
          forgiven.list -= back.list;
          forgiven.net -= back.net;
          forgiven.exact = minus(forgiven.exact, back.exact);
          sums.list += back.list;
          sums.net += back.net;
          sums.exact = plus(sums.exact, back.exact);
          invoice.exactByMeter.set(name, charged[index]!.exact);
        }
        const offsetText = (list: bigint, net: bigint): string =>
          `${period.start} ${meterId} ${sums.count} offset: ${list} ${net} ${taxOf(net, period.taxPercent)}`;
        if (!isLate || counted.length === shown.length) {
          if (!hasBack) return;
          sums.count += 1;
          invoice.lines.push({ text: offsetText(back.list, back.net), pretax: back.net });
          return;
        }
        standing = { free: NONE, billable: NONE, owed: NONE };
        const anew = goThrough(
          standing,
          byDay(uses.filter(({ reportedOn }) => reportedOn < window.end)),
          priceOf,
        ).groups;
        const all = {
          list: anew.reduce((sum, group) => sum + minor(listOf(group)), 0n),
          net: anew.reduce((sum, group) => sum + minor(netOf(group)), 0n),
          exact: anew.reduce((sum, group) => plus(sum, netOf(group)), NONE),
        };
        const amount = (n: bigint): Fraction => ({ n, d: 1n });
        const list = owedOf(amount(all.list), amount(sums.list), amount(forgiven.list)).n - sums.list;
        const net = owedOf(amount(all.net), amount(sums.net), amount(forgiven.net)).n - sums.net;
        const exactly = minus(owedOf(all.exact, sums.exact, forgiven.exact), sums.exact);
        forgiven.list = all.list - sums.list - list;
        forgiven.net = all.net - sums.net - net;
        forgiven.exact = minus(all.exact, plus(sums.exact, exactly));
        charged[index]!.list += list;
        charged[index]!.net += net;
        charged[index]!.exact = plus(charged[index]!.exact, exactly);
        sums.count += 1;
        sums.list += list;
        sums.net += net;
        sums.exact = plus(sums.exact, exactly);
        invoice.exactByMeter.set(name, charged[index]!.exact);
        const pretax = net + (hasBack ? back.net : 0n);
        invoice.lines.push({ text: offsetText(list + (hasBack ? back.list : 0n), pretax), pretax });
      });
    }
  return invoices;
}

interface Sums {
  readonly list: bigint;
  readonly net: bigint;
  readonly exact: Fraction;
}

/**
 * What an invoice takes back of credit after voids: as much as less than nothing stands. What was taken back before of credit that
 * is void itself now is given back.
 */
function withdrawal(stands: Sums, credit: Sums, withdrawn: readonly Sums[]): Sums {
  const one = (of: (sums: Sums) => Fraction): Fraction => {
    const taken = withdrawn.map(of).reduce(plus, NONE);
    const given = smaller(larger(taken, NONE), of(credit));
    return minus(larger(minus(given, of(stands)), NONE), given);
  };
  const whole = (n: bigint): Fraction => ({ n, d: 1n });
  return {
    list: one(({ list }) => whole(list)).n,
    net: one(({ net }) => whole(net)).n,
    exact: one(({ exact }) => exact),
  };
}

/**
 * What is owed for a period that was rated anew: what is charged stays as it is where it can. It can be as little as leaves out all
 * that was forgiven, never less than nothing; a credit that was taken back may leave it that much above.
 */
function owedOf(anew: Fraction, charged: Fraction, forgiven: Fraction): Fraction {
  const without = minus(anew, forgiven);
  return larger(smaller(charged, larger(anew, without)), smaller(anew, larger(without, NONE)));
}

function byDay(uses: readonly PlainUse[]): [on: string, quantity: Fraction][] {
  const days = [...new Set(uses.map(({ on }) => on))].sort();
  return days.map((on) => [
    on,
    uses.filter((use) => use.on === on).reduce((sum, { quantity }) => plus(sum, fraction(quantity)), NONE),
  ]);
}
