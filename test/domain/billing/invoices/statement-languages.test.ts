import { describe, expect, test } from 'vitest';
import type { BillingProfile } from '../../../../functions/billing/accounts/index.ts';
import type { Invoice } from '../../../../functions/billing/invoices/domain/invoice.ts';
import { formatsOf } from '../../../../functions/billing/invoices/operations/documents/statement/formats.ts';
import {
  filled,
  LANGUAGES,
  type Language,
  languageOf,
} from '../../../../functions/billing/invoices/operations/documents/statement/languages.ts';
import {
  statementLetter,
  statementPdf,
} from '../../../../functions/billing/invoices/operations/documents/statement/statement.ts';
import type { StatementTexts } from '../../../../functions/billing/invoices/operations/documents/statement/statement-texts.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { exampleSeller } from '../../../support/seller.ts';

const invoice = {
  invoiceId: 'D000000123',
  partnerId: 'partner',
  currency: 'EUR',
  periodStartOn: '2026-12-15',
  invoiceOn: '2027-01-15',
  dueOn: '2027-03-16',
  lineCount: 2,
  paid: 0n,
  previousBalance: 123_456n,
  totals: { amount: 1_082_050n, discount: 2050n, subtotal: 1_080_000n, tax: 216_000n, total: 1_296_000n },
  charges: [{ family: 'other', product: 'Dynamics CRM Online', amount: 1_080_000n }],
} as unknown as Invoice;
const note = { noteNo: 1, amendsOf: 'D000000122', issuedOn: '2027-01-20', reason: 'Twice' };
const documents: Readonly<Record<string, Partial<Invoice>>> = {
  invoice: {},
  'of credits': { totals: { ...invoice.totals, total: -500_000n } },
  'with usage': { usage: { lineCount: 1, dayCount: 1, ratedCount: 1, totals: { ...invoice.totals, amount: 5n } } },
  'void note': { note: { ...note, noteType: 'void_note' } as Invoice['note'] },
  'void note for another': { note: { ...note, noteType: 'void_note', replacedBy: 'D000000124' } as Invoice['note'] },
  'credit note': {
    totals: { ...invoice.totals, total: -1n },
    note: { ...note, noteType: 'adjustment_note' } as Invoice['note'],
  },
  'debit note': { note: { ...note, noteType: 'adjustment_note' } as Invoice['note'] },
} as Record<string, Partial<Invoice>>;

const toldOf = (culture: string | undefined, changes: Partial<Invoice> = {}, country = 'DE') => ({
  invoice: { ...invoice, ...changes },
  profile: {
    country,
    ...(culture && { culture }),
    purchaseOrderNumber: 'PO-1',
    mpnId: '4390001',
    taxId: 'DE123',
    billTo: { companyName: 'Nord', address: { country, addressLine1: 'Kai 1', city: 'Hamburg', postalCode: '20457' } },
  } as unknown as BillingProfile,
  seller: exampleSeller,
});

const placesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const textsIn = (texts: StatementTexts): [string, string][] =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as [string, string]] : Object.entries(text as Record<string, string>),
  );
const languages = Object.keys(LANGUAGES) as Language[];

describe('BIL-2: a statement is in the language of its partner', () => {
  test.each(languages)('every text is there in %s, with the places of the English one', (language) => {
    const english = new Map(textsIn(LANGUAGES.en));
    for (const [name, text] of textsIn(LANGUAGES[language])) {
      expect(text, name).not.toBe('');
      expect(placesIn(text), name).toEqual(placesIn(english.get(name)!));
    }
  });

  test.each(languages)('no place of a text stays open in %s, whatever the document says', (language) => {
    for (const [name, changes] of Object.entries(documents))
      expect(JSON.stringify(statementLetter(toldOf(language, changes))), name).not.toMatch(/\{\w+\}/);
  });

  test.each`
    culture      | language | because
    ${'de-CH'}   | ${'de'}  | ${'a language is one in all its countries'}
    ${'JA-jp'}   | ${'ja'}  | ${'case does not matter'}
    ${'pt-BR'}   | ${'en'}  | ${'it is none of ours'}
    ${undefined} | ${'en'}  | ${'nobody said one'}
  `('$culture: $language, because $because', ({ culture, language }) => {
    expect(languageOf(culture)).toBe(language);
  });

  test.each`
    culture    | parts
    ${'en-GB'} | ${['Invoice', 'Invoice number', '15 January 2027', '16 March 2027', 'EUR 12,960.00', 'Net 60 days.', 'Germany', 'Other', 'Page 1 of 1']}
    ${'en-US'} | ${['January 15, 2027', 'EUR 12,960.00']}
    ${'de-DE'} | ${['Rechnung', 'Rechnungsnummer', '15. Januar 2027', '12.960,00 EUR', '-20,50 EUR', 'Betrag (EUR)', '10.800,00', 'Deutschland', 'Sonstiges', 'Seite 1 von 1']}
    ${'fr-FR'} | ${['Facture', 'N° de facture', '15 janvier 2027', '12 960,00 EUR', '10 800,00', 'Allemagne', 'Autres', 'Page 1 sur 1']}
    ${'ja-JP'} | ${['請求書', '請求書番号', '2027年1月15日', 'EUR 12,960.00', 'ドイツ', 'その他', '1 / 1 ページ']}
    ${'sv-SE'} | ${['Invoice', '15 January 2027', '12 960,00 EUR', 'Germany']}
  `('$culture: words, days and numbers as it writes them', async ({ culture, parts }) => {
    const text = pdfTexts(await statementPdf(toldOf(culture)))
      .join('')
      .replaceAll('\u00a0', ' ');
    for (const part of parts) expect(text).toContain(part);
  });

  test.each`
    what                       | title
    ${'void note'}             | ${'Stornorechnung'}
    ${'void note for another'} | ${'Stornorechnung'}
    ${'credit note'}           | ${'Rechnungskorrektur'}
    ${'debit note'}            | ${'Nachberechnung'}
  `('L7: a $what is a document of its own: $title', ({ what, title }) => {
    const letter = statementLetter(toldOf('de-DE', documents[what]));
    expect(letter.name).toBe(`${title} D000000123`);
    expect(letter.facts).toContainEqual(['Zu Rechnung', 'D000000122']);
    expect(letter.closing.facts).toContainEqual(['Grund', 'Twice']);
  });

  test('BIL-11: the same bytes twice, in every language', async () => {
    for (const language of languages) {
      const first = await statementPdf(toldOf(language));
      expect(await statementPdf(toldOf(language)), language).toEqual(first);
      const file = first.toString('latin1');
      expect(file, 'readers that speak are told the language, and what each text is').toContain(`/Lang (${language})`);
      expect(file).toContain('/StructTreeRoot');
    }
  });
});

describe('BIL-2: the summary of a statement', () => {
  const rowsOf = (changes: Partial<Invoice>) =>
    statementLetter(toldOf('en-GB', changes)).summary.rows.map(({ term, amount }) =>
      `${term}: ${amount}`.replaceAll('\u00a0', ' '),
    );
  const share = (percent: string, subtotal: bigint, tax: bigint) => ({ percent, subtotal, tax });

  test.each`
    taxes                                                            | rows                                                                                   | because
    ${undefined}                                                     | ${['Tax: EUR 2,160.00']}                                                               | ${'an invoice of before does not tell its rates'}
    ${[share('20', 1_080_000n, 216_000n)]}                           | ${['Tax (20%): EUR 2,160.00']}                                                         | ${'all bears one rate'}
    ${[share('0', 1_080_000n, 0n)]}                                  | ${['Tax (0%): EUR 0.00']}                                                              | ${'that no tax is due is said, too'}
    ${[share('20', 980_000n, 196_000n), share('8.5', 100_000n, 8n)]} | ${['Tax (20% of EUR 9,800.00): EUR 1,960.00', 'Tax (8.5% of EUR 1,000.00): EUR 0.08']} | ${'each rate has its base'}
  `('M4: $rows, because $because', ({ taxes, rows }) => {
    expect(rowsOf({ taxes }).filter((row) => row.startsWith('Tax'))).toEqual(rows);
  });

  test('BIL-2: credits for seats and use are a row of their own, and the rows add up to the subtotal', () => {
    const usage = {
      ...{ lineCount: 1, dayCount: 1, ratedCount: 1, offsets: -300n },
      totals: { ...invoice.totals, amount: 80_000n },
    };
    expect(rowsOf({ offsets: -2_000n, usage }).slice(0, 5)).toEqual([
      'License-based charges: EUR 10,040.50',
      'Usage-based charges: EUR 803.00',
      'Discounts: -EUR 20.50',
      'Credits: -EUR 23.00',
      'Subtotal: EUR 10,800.00',
    ]);
  });

  test('BIL-2: says what was paid since the last invoice, and what of it is set against none', () => {
    const paid = (since: bigint, unallocated: bigint) =>
      statementLetter(toldOf('de-DE', { payments: { soFar: 9n, since, unallocated } })).closing.facts.map(
        ([term]) => term,
      );
    expect(paid(5_000n, 100n).slice(-2)).toEqual([
      'Zahlungseingänge seit der letzten Rechnung',
      'Noch nicht zugeordnete Zahlungen',
    ]);
    expect(paid(0n, 0n).at(-1)).toBe('Verwendungszweck');
  });
});

describe('BIL-2: numbers and days by culture', () => {
  const written = (culture: string, currency: string, minorUnits: bigint) =>
    formatsOf({ culture, language: languageOf(culture), currency })
      .money(minorUnits)
      .replaceAll(/[\u00a0\u202f]/g, ' ');

  test.each`
    culture    | currency | minorUnits                | text                           | because
    ${'ja-JP'} | ${'JPY'} | ${1_234_567n}             | ${'JPY 1,234,567'}             | ${'a yen has no smaller unit'}
    ${'ko-KR'} | ${'KRW'} | ${-1_234n}                | ${'-KRW 1,234'}                | ${'nor has a won'}
    ${'en-GB'} | ${'KWD'} | ${1_234_567n}             | ${'KWD 1,234.567'}             | ${'a dinar has thousand fils'}
    ${'de-DE'} | ${'BHD'} | ${-5n}                    | ${'-0,005 BHD'}                | ${'one of Bahrain, too'}
    ${'de-DE'} | ${'HUF'} | ${1_234_567n}             | ${'12.345,67 HUF'}             | ${'the contract gives it two decimals, whatever CLDR does'}
    ${'en-US'} | ${'USD'} | ${9_007_199_254_740_993n} | ${'USD 90,071,992,547,409.93'} | ${'amounts are exact beyond what a number holds'}
    ${'en-IN'} | ${'INR'} | ${1_234_567_890n}         | ${'INR 1,23,45,678.90'}        | ${'groups are those of the culture'}
    ${'ar-SA'} | ${'EUR'} | ${-123_456n}              | ${'-1,234.56 EUR'}             | ${'digits are Latin, without marks of direction'}
    ${'he-IL'} | ${'EUR'} | ${-123_456n}              | ${'-1,234.56 EUR'}             | ${'those of Hebrew, too'}
    ${'fr-FR'} | ${'EUR'} | ${123_456n}               | ${'1 234,56 EUR'}              | ${'groups are held together by a space'}
  `('$minorUnits minor units of $currency in $culture: $text, because $because', (row) => {
    expect(written(row.culture, row.currency, row.minorUnits)).toBe(row.text);
  });

  test.each`
    culture    | first           | last            | text
    ${'en-GB'} | ${'2026-12-15'} | ${'2027-01-14'} | ${'15 December 2026 – 14 January 2027'}
    ${'de-DE'} | ${'2026-01-15'} | ${'2026-02-14'} | ${'15. Januar – 14. Februar 2026'}
    ${'ja-JP'} | ${'2026-01-15'} | ${'2026-02-14'} | ${'2026年1月15日～2026年2月14日'}
    ${'th-TH'} | ${'2026-01-15'} | ${'2026-02-14'} | ${'15 January – 14 February 2026'}
  `('$culture: $text', ({ culture, first, last, text }) => {
    const { days } = formatsOf({ culture, language: languageOf(culture), currency: 'EUR' });
    expect(days(day(first), day(last)).replaceAll(/\s/g, ' ')).toBe(text);
  });

  test('M4: a rate has the decimals that it has', () => {
    const { percent } = formatsOf({ culture: 'de-DE', language: 'de', currency: 'EUR' });
    expect(percent('8.875').replaceAll(/\s/g, ' ')).toBe('8,875 %');
  });
});

test('BIL-2: a value stands in its place as it is', () => {
  expect(filled('{a} and {b}', { a: '$&', b: '{a}' })).toBe('$& and {a}');
});
