import { expect, test } from 'vitest';
import { partnerContactItem } from '../../../functions/notifications/contacts/store/contact-item.ts';
import { contactStore } from '../../../functions/notifications/contacts/store/contact-store.ts';
import { partnerKey } from '../../../functions/notifications/contacts/store/keys.ts';
import { memoryTable } from '../../support/memory-table.ts';

const partnerId = 'partner';
const told = (companyName: string, isTold = true) => ({ partnerId, companyName, isTold });

/** What was stored before it was kept whether a partner hears of what concerns all. */
async function storedBefore(version: number) {
  const table = memoryTable();
  await table.write([{ put: partnerContactItem.toItem(partnerKey(partnerId), { companyName: 'Contoso', version }) }]);
  const store = contactStore(table);
  return { store, partners: async () => (await store.partners({ size: 10 })).partnerIds };
}

test.each`
  version | isTold   | told           | because
  ${4}    | ${true}  | ${[partnerId]} | ${'its latest event came again'}
  ${5}    | ${true}  | ${[partnerId]} | ${'its next event came'}
  ${3}    | ${true}  | ${[]}          | ${'an older event says nothing'}
  ${4}    | ${false} | ${[]}          | ${'it has ended'}
`(
  'CAT-4: a partner from before is told of corrections: $told, because $because',
  async ({ version, isTold, told: hears }) => {
    const { store, partners } = await storedBefore(4);
    expect(await partners()).toEqual([]);
    await store.keepPartner(told('Contoso', isTold), version);
    expect(await partners()).toEqual(hears);
  },
);

test('CAT-4: what comes again takes nothing back that came later', async () => {
  const { store, partners } = await storedBefore(4);
  await store.keepPartner(told('Contoso Limited', false), 6);
  for (const version of [4, 5, 6, 6]) await store.keepPartner(told('Contoso', version < 6), version);
  expect(await partners()).toEqual([]);
  expect((await store.ofPartner(partnerId)).companyName).toBe('Contoso Limited');
});
