import { describe, expect, test } from 'vitest';
import type { BillingProfile } from '../../../../functions/billing/accounts/store/account-item.ts';
import type { Invoice } from '../../../../functions/billing/invoices/domain/invoice.ts';
import { statementPdf } from '../../../../functions/billing/invoices/operations/documents/statement/statement.ts';
import { simpleGlyph } from '../../../../shared/typesetting/glyph-outline.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { exampleSeller } from '../../../support/seller.ts';

const invoice = {
  invoiceId: 'G000000123',
  partnerId: 'partner',
  currency: 'EUR',
  periodStartOn: '2018-01-15',
  invoiceOn: '2018-02-15',
  dueOn: '2018-04-16',
  lineCount: 2,
  paid: 0n,
  previousBalance: 0n,
  totals: { amount: 108_205n, discount: 0n, subtotal: 108_205n, tax: 0n, total: 108_205n },
  charges: [
    { family: 'crm', product: 'Dynamics CRM Online', amount: 108_205n },
    { family: 'office365', product: 'Free of charge', amount: 0n },
  ],
} as unknown as Invoice;

const profileOf = (companyName: string, country = 'DE') =>
  ({
    country,
    billTo: { companyName, address: { country, addressLine1: 'Kai 1', city: 'Łódź', postalCode: '12345' } },
  }) as unknown as BillingProfile;

const statementOf = (
  companyName: string,
  { country = 'DE', ...changes }: Partial<Invoice> & { country?: string } = {},
) =>
  statementPdf({
    invoice: { ...invoice, ...changes },
    profile: profileOf(companyName, country),
    seller: exampleSeller,
  });

const SEEN = '\n';
const textOf = async (companyName: string, country?: string) =>
  pdfTexts(await statementOf(companyName, country ? { country } : {})).join(SEEN);

describe('BIL-2: a statement shows names of every script', () => {
  test.each`
    name                    | parts                     | script
    ${'Northlight & Søn €'} | ${['Northlight & Søn €']} | ${'Latin'}
    ${'Kraków Łódź Dvořák'} | ${['Krak', 'Dvo']}        | ${'Latin with accents of Central Europe'}
    ${'Ελληνική'}           | ${['Ελληνική']}           | ${'Greek'}
    ${'Общество Залив'}     | ${['Общество', 'Залив']}  | ${'Cyrillic'}
    ${'บริษัท'}               | ${['บร']}                 | ${'Thai'}
    ${'Հայաստան'}           | ${['Հայաստան']}           | ${'Armenian'}
    ${'საქართველო'}         | ${['საქართველო']}         | ${'Georgian'}
    ${'한국'}               | ${['한', '국']}           | ${'Hangul'}
  `('$script: $name', async ({ name, parts }) => {
    const text = await textOf(name);
    for (const part of parts) expect(text).toContain(part);
  });

  test.each`
    name            | because
    ${'株式会社港'} | ${'Han'}
    ${'みなと銀行'} | ${'kana'}
    ${'𠮷野家'}     | ${'Han beyond the first 65,536 characters'}
    ${'港灣'}       | ${'Han of Taiwan'}
    ${'🚀 A'}       | ${'a picture'}
  `('$because: every character of $name, though pieces of a family are fonts of their own', async ({ name }) => {
    const text = (await textOf(name)).replaceAll(SEEN, '');
    for (const char of name) expect(text).toContain(char);
  });

  test.each`
    name                   | shown                  | because
    ${'אבג דהו'}           | ${'והד גבא'}           | ${'Hebrew words stand from right to left'}
    ${'אבג 123 Ltd'}       | ${'Ltd 123 גבא'}       | ${'numbers and Latin keep their own order'}
    ${'Nord אבג (דה) Ltd'} | ${'Nord (הד) גבא Ltd'} | ${'brackets turn with the words around them'}
    ${'شركة'}              | ${'ةكرش'}              | ${'Arabic letters stand from right to left'}
    ${'۱۲۳ شركة'}          | ${'ةكرش ۱۲۳'}          | ${'Persian digits are read from left to right'}
  `('$because', async ({ name, shown }) => {
    const text = (await textOf(name)).replaceAll(SEEN, '').replace(/\s+/g, ' ');
    expect(text).toContain(shown);
  });

  test('a name longer than its column goes on in further lines, whole', async () => {
    const name = 'Название'.repeat(25);
    expect((await textOf(name)).replaceAll(SEEN, '')).toContain(name);
  });

  test('all that is shown is in the file', async () => {
    const file = Buffer.from(await statementOf('株式会社港')).toString('latin1');
    const embedded = [...file.matchAll(/\/FontFile2 /g)].length;
    expect([...file.matchAll(/\/Type \/FontDescriptor/g)]).toHaveLength(embedded);
    expect(file).not.toContain('Helvetica');
  });
});

test('BIL-11: a statement has the same bytes, whatever was written before it', async () => {
  const first = await statementOf('شركة (株式会社) Łódź');
  await statementOf('التجارة みなと Ελ\u00a0');
  expect(await statementOf('شركة (株式会社) Łódź')).toEqual(first);
});

describe('BIL-2: what a statement says', () => {
  test('who invoices, and the account to pay to', async () => {
    const text = await textOf('Nord');
    const { name, address, taxId, bankDetails } = exampleSeller;
    for (const line of [name, ...address, taxId!, ...bankDetails]) expect(text.replaceAll(SEEN, '')).toContain(line);
    expect(text.replaceAll(SEEN, ' ')).toContain('account below');
  });

  test('no row of nothing', async () => {
    const text = await textOf('Nord');
    for (const term of [
      'Free of charge',
      'Tax 0',
      'Discounts',
      'Previous balance',
      'Usage-based',
      'Credits',
      '0.00 EUR',
    ])
      expect(text.replaceAll(SEEN, ' ')).not.toMatch(new RegExp(`(^| )${term}`));
  });

  test('no page has the summary or the payment alone, however many rows stand before it', async () => {
    for (let count = 20; count <= 32; count += 1) {
      const charges = Array.from({ length: count }, (_, index) => ({
        family: 'crm',
        product: `Product ${index}`,
        amount: 1n,
      }));
      const pages = pdfTexts(await statementOf('Nord', { charges })).join(SEEN);
      const [, last] = /Page 1 of (\d)/.exec(pages)!;
      if (last === '1') continue;
      // The closing page begins with the table's head and has two rows at least.
      expect(pages.split('Product\n').length - 1, `${count} rows`).toBe(Number(last));
    }
  });
});

test('BIL-2: an outline becomes a glyph of whole coordinates', () => {
  const glyph = simpleGlyph({
    commands: [
      { command: 'moveTo', args: [0.4, 0] },
      { command: 'lineTo', args: [100, 0] },
      { command: 'quadraticCurveTo', args: [120.6, 50, 100, 100] },
      { command: 'closePath', args: [] },
    ],
  });
  expect([
    ...new Int16Array(
      glyph
        .subarray(0, 14)
        .swap16()
        .buffer.slice(glyph.byteOffset, glyph.byteOffset + 14),
    ),
  ]).toEqual([1, 0, 0, 121, 100, 3, 0]);
  expect([...glyph.subarray(14, 18)]).toEqual([1, 1, 0, 1]);
});

test('BIL-2: the longest period, and a product as products are named, stay in their lines', async () => {
  const product = 'Exchange Online Archiving for Exchange Online';
  const pdf = await statementOf('Contoso', {
    periodStartOn: '2026-09-30',
    invoiceOn: '2026-11-30',
    charges: [{ family: 'office365', product, amount: 5100n }],
  } as unknown as Partial<Invoice>);
  const texts = pdfTexts(pdf);
  expect(texts).toContain('30 September – 29 November 2026');
  expect(texts).toContain(product);
});
