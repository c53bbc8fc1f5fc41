import { describe, expect, test } from 'vitest';
import { cellsOf, headingOf } from '../../../../functions/commerce/imports/domain/layout.ts';
import {
  agreementBody,
  columnOfMember,
  customerBody,
  orderBody,
} from '../../../../functions/commerce/imports/domain/row-bodies.ts';

describe('ORD-8: the line of names, as spreadsheets and people write it', () => {
  test.each`
    text                                                      | delimiter | because
    ${'rowKey,customerId,offerId,quantity\r\n'}               | ${','}    | ${'it is the template’s'}
    ${'rowKey;customerId;offerId;quantity\r\n'}               | ${';'}    | ${'a decimal comma parts cells by semicolons'}
    ${'rowKey\tcustomerId\tofferId\tquantity\n'}              | ${'\t'}   | ${'it was pasted from a table'}
    ${'sep=;\r\nrowKey;customerId;offerId;quantity\r\n'}      | ${';'}    | ${'Excel says what parts them'}
    ${'\uFEFFRow Key,CUSTOMER_ID,Offer-Id,Seats\r\n'}         | ${','}    | ${'spellings differ, and a mark comes first'}
    ${'"rowKey","customerId" , "offerId","quantity"\r\n'}     | ${','}    | ${'names stand in quotes'}
    ${'\r\n,,\r\nrowKey,customerId,offerId,quantity\r\n'}     | ${','}    | ${'blank lines come before'}
    ${'key,tenantId,offer,licences'}                          | ${','}    | ${'nothing follows'}
    ${'rowKey,customerId,offerId,"quantity, in seats",seats'} | ${','}    | ${'a name that nobody knows is not looked at'}
  `('ORD-8: is understood, because $because', ({ text, delimiter }) => {
    const heading = headingOf(text, 'orders');
    expect(heading).toMatchObject({ layout: { delimiter } });
    const { layout, end } = heading as Extract<typeof heading, { layout: object }>;
    expect(Object.keys(layout.places).sort()).toEqual(['customerId', 'offerId', 'quantity', 'rowKey']);
    expect(end).toBe(text.length);
  });

  test.each`
    text                                | because
    ${''}                               | ${'there is none'}
    ${'rowKey,customerId,quantity'}     | ${'what is to be bought is missing'}
    ${'rowKey,offerId,quantity'}        | ${'nothing says for whom'}
    ${'customerId,offerId,quantity'}    | ${'rows have no keys'}
    ${'"rowKey,customerId,offerId,qua'} | ${'a quote is not closed'}
  `('ORD-8: is refused, because $because', ({ text }) => {
    expect(headingOf(text, 'orders')).toHaveProperty('wrong');
  });

  test('ORD-8: of two columns that mean the same the first counts', () => {
    const heading = headingOf('rowKey,domain,customerId,offerId,quantity,seats', 'orders');
    expect(heading).toMatchObject({ layout: { places: { quantity: 4 } } });
  });
});

describe('ORD-8: a row', () => {
  test('ORD-8: has the cells of known columns, trimmed; an apostrophe that kept a spreadsheet from computing is none of the text', () => {
    const places = { rowKey: 0, friendlyName: 2, quantity: 5 };
    expect(cellsOf([' a ', 'x', "'=1+1", ''], { places })).toEqual({ rowKey: 'a', friendlyName: '=1+1' });
  });

  test.each`
    cell         | quantity     | because
    ${'10'}      | ${10}        | ${'it is a whole number'}
    ${'+5'}      | ${5}         | ${'a sign is no fault'}
    ${'-1'}      | ${-1}        | ${'the schema says that it is too few'}
    ${'1.5'}     | ${'1.5'}     | ${'the schema says that it is no number'}
    ${'1e3'}     | ${'1e3'}     | ${'nobody writes seats so'}
    ${undefined} | ${undefined} | ${'it is missing'}
  `('ORD-8: $cell seats are $quantity, because $because', ({ cell, quantity }) => {
    const { lineItems } = orderBody({ offerId: 'x', ...(cell && { quantity: cell }) }) as { lineItems: object[] };
    expect(lineItems).toEqual([{ offerId: 'x', ...(quantity !== undefined && { quantity }) }]);
  });

  test('ORD-8: of a customer has the culture of its language and country, and English without a language', () => {
    const culture = (cells: Record<string, string>) =>
      (customerBody(cells) as { billingProfile: { culture?: string; language: string } }).billingProfile;
    expect(culture({ country: 'FR', language: 'fr' })).toMatchObject({ culture: 'fr-FR', language: 'fr' });
    expect(culture({ country: 'US' })).toMatchObject({ culture: 'en-US', language: 'en' });
    expect(culture({ country: 'CH', culture: 'de-CH' })).toMatchObject({ culture: 'de-CH', language: 'de' });
  });

  test('AGR-1: attests the agreement where it says anything of it', () => {
    expect(agreementBody({ company: 'x' })).toBeUndefined();
    expect(agreementBody({ agreementDate: '2026-01-01' })).toEqual({ primaryContact: {}, dateAgreed: '2026-01-01' });
    expect(agreementBody({ signerEmail: 'kim@x.example' })).toEqual({ primaryContact: { email: 'kim@x.example' } });
  });

  test.each([
    ['companyProfile.domain', 'domain'],
    ['billingProfile.companyName', 'company'],
    ['billingProfile.defaultAddress.postalCode', 'postalCode'],
    ['lineItems[0].quantity', 'quantity'],
    ['primaryContact.email', 'signerEmail'],
    ['lineItems', 'offerId'],
  ])('ORD-8: what is wrong with %s is said of the column %s', (member, column) => {
    expect(columnOfMember(member)).toBe(column);
  });
});
