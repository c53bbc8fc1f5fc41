import { describe, expect, test } from 'vitest';
import {
  creditRefusal,
  eligibilityRefusal,
} from '../../../../functions/commerce/buying/domain/purchase-eligibility.ts';
import { resellerRefusal } from '../../../../functions/commerce/buying/domain/reseller.ts';
import { money } from '../../../../shared/kernel/money.ts';
import { aPurchase } from '../../../support/commerce-builders.ts';

const { customer, partner } = aPurchase();

describe('ORD-2: who may buy for whom', () => {
  test.each`
    change                                                       | refusal                           | because
    ${{}}                                                        | ${undefined}                      | ${'nothing is in the way'}
    ${{ standing: { isOrderingSuspended: true } }}               | ${'ordering_suspended'}           | ${'BIL-5: collections suspended ordering'}
    ${{ customer: { ...customer, validation: 'underReview' } }}  | ${'customer_under_review'}        | ${'PRG-6: the program reviews the customer'}
    ${{ customer: { ...customer, validation: 'notAllowed' } }}   | ${'customer_not_approved'}        | ${'PRG-6: the program refuses the customer'}
    ${{ customer: { ...customer, isPartner: true } }}            | ${'not_eligible_for_transaction'} | ${'PRG-5: the customer is a partner too'}
    ${{ customer: { ...customer, tenantId: partner.tenantId } }} | ${'not_eligible_for_transaction'} | ${'PRG-5: it is the own tenant'}
    ${{ customer: { ...customer, domain: 'CONTOSO.example' } }}  | ${'not_eligible_for_transaction'} | ${'PRG-5: it is the own domain'}
    ${{ customer: { ...customer, country: 'CA' } }}              | ${'country_not_authorized'}       | ${'PRG-3: Canada is another region'}
    ${{ customer: { ...customer, country: 'GU' } }}              | ${undefined}                      | ${'PRG-3: Guam is in the region'}
    ${{ hasAgreement: false }}                                   | ${'customer_agreement_missing'}   | ${'AGR-1: nobody attested the agreement'}
  `('ORD-2 $refusal, because $because', ({ change, refusal }) => {
    expect(eligibilityRefusal(aPurchase(change))?.name).toBe(refusal);
  });

  test('ORD-2: with several reasons the first of the contract answers', () => {
    const wrong = { ...customer, validation: 'notAllowed' as const, isPartner: true, country: 'FR' };
    const names = [
      aPurchase({ customer: wrong, hasAgreement: false, standing: { isOrderingSuspended: true } }),
      aPurchase({ customer: wrong, hasAgreement: false }),
      aPurchase({ customer: { ...wrong, validation: 'allowed' }, hasAgreement: false }),
      aPurchase({ customer: { ...wrong, validation: 'allowed', isPartner: false }, hasAgreement: false }),
    ].map((purchase) => eligibilityRefusal(purchase)?.name);
    expect(names).toEqual([
      'ordering_suspended',
      'customer_not_approved',
      'not_eligible_for_transaction',
      'country_not_authorized',
    ]);
  });

  test('PRG-6: the reason of the program is told', () => {
    const blocked = { ...customer, validation: 'notAllowed' as const, validationReason: 'sanctions list' };
    expect(eligibilityRefusal(aPurchase({ customer: blocked }))?.description).toContain('sanctions list');
  });
});

describe('BIL-5: the credit that is left', () => {
  test.each`
    available    | incoming    | refused  | because
    ${undefined} | ${'999.00'} | ${false} | ${'no limit is set'}
    ${'100.00'}  | ${'100.00'} | ${false} | ${'it is just enough'}
    ${'100.00'}  | ${'100.01'} | ${true}  | ${'a cent is missing'}
    ${'-5.00'}   | ${'0.01'}   | ${true}  | ${'the limit is exceeded already'}
  `('BIL-5: $incoming of $available, because $because', ({ available, incoming, refused }) => {
    const creditAvailable = available === undefined ? undefined : money(available, 'USD');
    const refusal = creditRefusal({ isOrderingSuspended: false, creditAvailable }, money(incoming, 'USD'));
    expect(refusal?.name).toBe(refused ? 'credit_limit_exceeded' : undefined);
  });
});

describe('ROL-2: the reseller of record', () => {
  const provider = { isIndirect: true, networkId: '1000' };
  const good = { isKnown: true, isPartnered: true, agreement: 'inForce', isInBusiness: true } as const;
  test.each`
    id           | from                                        | standing                              | refusal                          | because
    ${undefined} | ${provider}                                 | ${good}                               | ${undefined}                     | ${'none is named'}
    ${''}        | ${provider}                                 | ${good}                               | ${undefined}                     | ${'an empty one is none'}
    ${'2000'}    | ${provider}                                 | ${good}                               | ${undefined}                     | ${'it is a partner of the provider'}
    ${'2000'}    | ${{ isIndirect: false, networkId: '1000' }} | ${good}                               | ${'partner_on_record_fixed'}     | ${'a direct partner names none'}
    ${'1000'}    | ${provider}                                 | ${good}                               | ${'own_network_id'}              | ${'it is the provider itself'}
    ${'2000'}    | ${provider}                                 | ${{ ...good, isKnown: false }}        | ${'reseller_unknown'}            | ${'nobody has this id'}
    ${'2000'}    | ${provider}                                 | ${{ ...good, isPartnered: false }}    | ${'reseller_not_partnered'}      | ${'it works under another provider'}
    ${'2000'}    | ${provider}                                 | ${{ ...good, agreement: 'unsigned' }} | ${'reseller_agreement_unsigned'} | ${'its agreement is not signed'}
    ${'2000'}    | ${provider}                                 | ${{ ...good, agreement: 'ended' }}    | ${'reseller_agreement_unsigned'} | ${'PRG-8: its agreement has ended'}
    ${'2000'}    | ${provider}                                 | ${{ ...good, isInBusiness: false }}   | ${'reseller_not_partnered'}      | ${'it is suspended'}
  `('ROL-2: $refusal, because $because', ({ id, from, standing, refusal }) => {
    expect(resellerRefusal(id, from, standing)?.name).toBe(refusal);
  });
});
