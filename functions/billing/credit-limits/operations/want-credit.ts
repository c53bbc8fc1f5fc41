import { accountStore } from '../../accounts/index.ts';
import { creditStore } from '../store/credit-store.ts';
import type { CreditDeps } from './dependencies.ts';

interface About {
  readonly partnerId: string;
  readonly at: string;
}

/**
 * M7: asks for the credit of a partner after something changed that it depends on, as a save of a subscription. Of one without a
 * limit it reads one item, and that is all. Asked for again it is computed again.
 */
export async function wantCredit({ partnerId, at }: About, { table, creditQueue }: CreditDeps): Promise<void> {
  const credit = await creditStore(table).load(partnerId);
  if (!credit || credit.isOff) return;
  await creditStore(table).want(partnerId);
  await creditQueue.send([{ kind: 'credit', partnerId, at }]);
}

/** M7: likewise after its account was settled, which its terms ask for as well: credit is kept from the first limit on. */
export async function followTerms({ partnerId, at }: About, { table, creditQueue }: CreditDeps): Promise<void> {
  const credit = await creditStore(table).load(partnerId);
  if (!credit || credit.isOff) {
    const account = await accountStore(table).load(partnerId);
    if (account?.creditLimit === undefined) return;
  }
  if (credit) await creditStore(table).want(partnerId);
  else await creditStore(table).begin(partnerId);
  await creditQueue.send([{ kind: 'credit', partnerId, at }]);
}
