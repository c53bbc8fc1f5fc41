import { collection } from '../../../../shared/contracts/wire.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import type { EarningStatus, LineEarning } from '../domain/earning.ts';
import { earningId } from '../domain/earning-id.ts';
import type { incentivesRoutes } from '../routes.ts';
import { EARNINGS_PER_PAGE, type EarningsQuery, type IncentiveEarning } from '../schemas.ts';
import { type Earned, earnedStore } from '../store/earned-store.ts';
import { partText } from '../store/keys.ts';
import type { IncentivesDeps } from './dependencies.ts';
import { earningsAt } from './earning-rows.ts';
import { type Groups, groupedList, type RowGroup } from './grouped-list.ts';
import { unpaidStatus } from './payable.ts';

type Routes = typeof incentivesRoutes;
type Deps = Pick<IncentivesDeps, 'table' | 'files'>;

/** PRG-11: the own earnings, newest documents first. */
export const listEarnings: Operation<Routes['listEarnings'], IncentivesDeps> = async (call, deps) =>
  earnings(call, call.caller.tenantId, deps);

/** PRG-11: a partner's earnings as the operator sees them, who pays them out. */
export const listPartnerEarnings: Operation<Routes['listPartnerEarnings'], IncentivesDeps> = async (call, deps) =>
  earnings(call, call.path.partnerId, deps);

type Asking = Pick<CallBase, 'seek' | 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly query: EarningsQuery;
};

async function earnings(call: Asking, partnerId: string, deps: Deps) {
  const account = await accountStore(deps.table).load(partnerId);
  if (!account) return refuse('resource_not_found');
  const about = { partnerId, mpnId: account.profile.mpnId };
  const page = await seekPage(call, groupedList(earningGroups(about, call.query, deps)), {
    sizeDefault: EARNINGS_PER_PAGE,
  });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200 as const, body: collection(items, links, token) });
}

interface About {
  readonly partnerId: string;
  /** The partner's network id now. */
  readonly mpnId?: string | undefined;
}

const PART = /#\d{5}$/;

/** The parts of a partner's earning documents, newest document first, as far as what is asked for can be in them. */
function earningGroups(about: About, query: EarningsQuery, deps: Deps): Groups<IncentiveEarning> {
  const { period } = query;
  const [first, last] = period ? [`${period}-01`, `${period}-31~`] : ['0', '9~'];
  return async function* (from, order) {
    const isBack = order === 'backwards';
    const place = from?.replace(PART, '');
    if (place !== undefined && (place < first || place > last)) return;
    const span = isBack ? ([place ?? first, last] as const) : ([first, place ?? last] as const);
    for await (const { sk, earned } of earnedStore(deps.table).between(about.partnerId, span, {
      descending: !isBack,
    })) {
      const parts = isBack ? [...earned.parts].reverse() : earned.parts;
      for (const { part, key } of parts) {
        const group = `${sk}#${partText(part)}`;
        const isBehind = from === undefined || sk !== place || (isBack ? group <= from : group >= from);
        if (!isBehind) continue;
        yield {
          key: group,
          rows: () => rowsOf(about, earned, { part, key }, query, deps),
        } satisfies RowGroup<IncentiveEarning>;
      }
    }
  };
}

/** The earnings of one part: what is not asked for keeps its place. Nothing is read where nothing can be asked for. */
async function rowsOf(
  { partnerId, mpnId: present }: About,
  earned: Earned,
  { part, key }: { readonly part: number; readonly key: string },
  { mpnId: wanted, status }: EarningsQuery,
  deps: Deps,
): Promise<readonly (IncentiveEarning | undefined)[]> {
  const { documentId, payoutId, paidCount } = earned;
  const mpnId = earned.mpnId ?? present;
  if (wanted !== undefined && wanted !== mpnId) return [];
  if (payoutId !== undefined && status !== undefined && status !== 'paid') return [];
  if (payoutId === undefined && paidCount === 0 && status === 'paid') return [];
  const paid = paidCount > 0 ? await earnedStore(deps.table).paidRows(partnerId, documentId, part) : undefined;
  const unpaid = payoutId === undefined ? await unpaidStatus(partnerId, earned, deps) : 'paid';
  if (paid === undefined && status !== undefined && status !== unpaid) return [];
  const lines = await earningsAt(key, deps);
  return lines.map((line, row) => {
    const by = paid?.get(row) ?? payoutId;
    const is: EarningStatus = by === undefined ? unpaid : 'paid';
    if (status !== undefined && status !== is) return undefined;
    return toWireEarning({ partnerId, mpnId, earned }, line, { status: is, payoutId: by });
  });
}

function toWireEarning(
  { partnerId, mpnId, earned }: About & { readonly earned: Earned },
  { lineId, ruleId, transaction, ratePercent, earning }: LineEarning,
  { status, payoutId }: { readonly status: EarningStatus; readonly payoutId: string | undefined },
): IncentiveEarning {
  const { documentId, currency, earnedOn } = earned;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  return {
    id: earningId({ documentId, lineId, ruleId }),
    ...(mpnId && { mpnId }),
    ...{ partnerId, invoiceId: documentId, lineId, ruleId },
    transactionAmount: amount(transaction),
    earningRate: Number(ratePercent),
    earningAmount: amount(earning),
    currencyCode: currency,
    earningDate: toWireDay(earnedOn),
    status,
    ...(payoutId !== undefined && { payoutId }),
    attributes: { objectType: 'IncentiveEarning' },
  };
}
