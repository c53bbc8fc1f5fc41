import { describe, expect, test } from 'vitest';
import { aPartnerLife, lifeWorld, live, outcomeOf } from '../../../support/billing/partner-life.ts';
import { chance } from '../../../support/chance.ts';

/**
 * BIL-11: a year of one partner, with metered use that is late and corrected, notes, voids and invoices in the place of others, in
 * which processes end before and after writes, again and again. The yardstick is the same year in which none does.
 */
const LIFE = aPartnerLife(chance('a year'), { months: 12, adjusted: 0.4, voided: 0.4 });
/** How often a process ends around a write. */
const SEEDS = [
  ['rarely', 0.01],
  ['often', 0.05],
  ['all the time', 0.12],
] as const;

async function lived(isFatal: () => boolean) {
  const world = await lifeWorld({ isFatal });
  await live(world, LIFE);
  return outcomeOf(world);
}

/**
 * Without what settling wrote since: credit goes to what is open when it is freed, so to another invoice when a note comes later. What
 * is owed in all, which is compared, stays the same. What collections told goes by what each invoice had just then, so it is held apart.
 */
const asIssued = ({ records, told, ...rest }: Awaited<ReturnType<typeof lived>>) => ({
  ...rest,
  told: told.filter((event) => !OF_COLLECTIONS.test(event)),
  records: records.map(({ paid: _, credited: __, writtenOff: ___, version: ____, ...issued }) => issued),
});

const OF_COLLECTIONS = /^(Collections\w+|PaymentLate|OrderingSuspensionChanged) /;

/** Steps of collections that were taken, and what told of late payment: by invoice and day. */
const stepsOf = ({ told }: Awaited<ReturnType<typeof lived>>): string[] =>
  told
    .filter((event) => /^(CollectionsStep|PaymentLate) /.test(event))
    .map((event) => {
      const [type] = event.split(' ');
      const { invoiceId, daysLate } = JSON.parse(event.slice(event.indexOf('{')));
      return `${type} ${invoiceId} ${daysLate}`;
    });

describe('BIL-11: a year with crashes', () => {
  const undisturbed = lived(() => false);

  test('has twelve runs, one invoice each, notes of all kinds, and corrections of invoiced use', async () => {
    const { records } = await undisturbed;
    const invoices = records.filter(({ note, replaces }) => !note && !replaces);
    expect(invoices).toHaveLength(12);
    expect(new Set(invoices.map(({ invoiceOn }) => invoiceOn)).size).toBe(12);
    const voids = records.flatMap(({ note }) =>
      note?.noteType === 'void_note' ? [note.replacedBy !== undefined] : [],
    );
    expect(new Set(voids)).toEqual(new Set([true, false]));
    expect(records.some(({ note }) => note?.noteType === 'adjustment_note')).toBe(true);
    expect(records.some(({ usage }) => usage && usage.totals.total < 0n)).toBe(true);
  });

  test.each(SEEDS)('leaves the same bytes, one invoice each, where processes end %s', async (name, probability) => {
    const random = chance(name);
    let crashes = 0;
    const found = await lived(() => {
      const isFatal = random.isTrue(probability);
      if (isFatal) crashes += 1;
      return isFatal;
    });
    expect(crashes).toBeGreaterThan(10);
    const expected = await undisturbed;
    expect(found.bytes).toEqual(expected.bytes);
    expect(asIssued(found)).toEqual(asIssued(expected));
    const steps = stepsOf(found);
    expect(steps.length).toBeGreaterThan(10);
    expect(
      steps.filter((step, index) => steps.indexOf(step) !== index),
      'BIL-5: a step is taken once',
    ).toEqual([]);
  });
});
