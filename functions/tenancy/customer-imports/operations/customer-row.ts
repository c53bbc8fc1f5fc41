import { createHash } from 'node:crypto';
import type { CustomerRowResult, HandedRow } from '../../../../events/customer-rows.ts';
import { generalRefusals, type RefusalTable } from '../../../../shared/contracts/refusals.ts';
import type { Once } from '../../../../shared/http/call.ts';
import { bodyOnBehalf, onBehalf } from '../../../../shared/http/on-behalf.ts';
import { accessRecords } from '../../../../shared/identity/access.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { ok, type Refusal, type Result } from '../../../../shared/kernel/result.ts';
import {
  agreementStore,
  checkConfirmation,
  DEFAULT_AGREEMENT_TYPE,
  templatesInEffect,
} from '../../agreements/index.ts';
import { customerStore } from '../../customers/index.ts';
import { introduceUser, userStore } from '../../people/index.ts';
import { tenancyRefusals } from '../../refusals.ts';
import { primaryDomain } from '../../tenants/index.ts';
import type { WorkDeps, Working } from './dependencies.ts';

const refusals: RefusalTable = { ...generalRefusals, ...tenancyRefusals };

/** A refusal as the same call would be answered with it; `field` names a member of its body. */
export function errorOf({ name, field = '', description }: Refusal): CustomerRowResult['errors'][number] {
  const known = refusals[name]!;
  return { field, code: known.code, description: description ?? known.description };
}

/**
 * What a row would be refused for, as a customer and as an attestation; it writes nothing. A row whose customer is there
 * already, made by an import that was not told of it any more, is right.
 */
export async function checkRow(row: HandedRow, working: Working, deps: WorkDeps): Promise<CustomerRowResult> {
  const earlier = await madeBefore(row, working, deps);
  const checked = await (earlier ? confirmationOf(row, working, deps) : readRow(row, working, deps));
  return { row: row.row, errors: checked.ok ? (earlier?.errors ?? []) : checked.refusal.map(errorOf) };
}

/**
 * Creates the customer of a row, with its attestation. Everything is checked before anything is written; what an earlier delivery
 * made is found by its id, and gone on with. An attestation that is refused although it was right a moment before, because a
 * right was taken away in between, is told beside the customer that was made.
 */
export async function createRow(row: HandedRow, working: Working, deps: WorkDeps): Promise<CustomerRowResult> {
  const earlier = await madeBefore(row, working, deps);
  if (earlier) await introduceAdmin(earlier, deps);
  const checked = await (earlier ? confirmationOf(row, working, deps) : readRow(row, working, deps));
  if (!checked.ok) {
    const { customerId } = earlier ?? {};
    return { row: row.row, ...(customerId !== undefined && { customerId }), errors: checked.refusal.map(errorOf) };
  }
  const { customer, confirmation } = checked.value;
  const { at, cause, caller } = working;
  const call = { at, cause, caller, records: accessRecords(deps.table) };
  if (!earlier) {
    const made = await onBehalf(deps.create, { ...call, once: onceFor(row, working), body: customer }, deps);
    if (!made.ok) return { row: row.row, errors: [errorOf(made.refusal)] };
  } else if (earlier.errors.length > 0) return { row: row.row, errors: earlier.errors };
  const customerId = idOf(row, working)('customer');
  if (!confirmation) return { row: row.row, customerId, errors: [] };
  const attested = await onBehalf(
    deps.confirm,
    { ...call, customerId, once: onceFor(row, working), body: confirmation },
    deps,
  );
  const isRefused = !attested.ok && attested.refusal.name !== 'agreement_confirmation_exists';
  return { row: row.row, customerId, errors: isRefused ? [errorOf(attested.refusal)] : [] };
}

/** The ids of what a row makes follow from its partner and its key, and from nothing else. */
const idOf =
  ({ rowKey }: HandedRow, { partnerId }: Working) =>
  (label: string): string =>
    guidFromHex(createHash('sha256').update([partnerId, 'import', rowKey, label].join('\u0000')).digest('hex'));

const onceFor = (row: HandedRow, working: Working): Once => ({ id: idOf(row, working), complete: () => [] });

/** A customer that was made of a row before; with errors where the row is about another one. */
interface Made extends Omit<CustomerRowResult, 'row'> {
  readonly adminUserId: string;
}

/** The customer that an earlier delivery made of the row, of this import or of another one. */
async function madeBefore(row: HandedRow, working: Working, deps: WorkDeps): Promise<Made | undefined> {
  const customerId = idOf(row, working)('customer');
  const customer = await customerStore(deps.table).load(customerId);
  if (customer?.createdBy !== working.partnerId) return undefined;
  const { domain } = (row.customer?.companyProfile ?? {}) as { domain?: string };
  const named = primaryDomain(domain ?? '', deps.settings.customerDomainSuffixes);
  if (!named.ok || named.value !== customer.domain) {
    const description = 'rowKey: another customer was made with it: use another key.';
    const errors = [errorOf({ name: 'invalid_property', field: 'rowKey', description })];
    return { errors, adminUserId: customer.adminUserId };
  }
  return { customerId, errors: [], adminUserId: customer.adminUserId };
}

/** Whoever was interrupted behind the customer left its administrator unknown at the issuer. */
async function introduceAdmin({ customerId, adminUserId }: Made, deps: WorkDeps): Promise<void> {
  if (customerId === undefined) return;
  const admin = await userStore(deps.table).load({ tenantId: customerId, userId: adminUserId });
  if (admin) await introduceUser(admin, deps);
}

interface ReadRow {
  readonly customer?: unknown;
  readonly confirmation?: unknown;
}

/** The bodies of a row as their schemas have them, checked as the calls would be. */
async function readRow(row: HandedRow, working: Working, deps: WorkDeps): Promise<Result<ReadRow, readonly Refusal[]>> {
  const customer = bodyOnBehalf(deps.create.route.request.body, row.customer, tenancyRefusals);
  const confirmation = await confirmationOf(row, working, deps);
  const wrong = [customer, confirmation].flatMap((read) => (read.ok ? [] : read.refusal));
  if (!customer.ok || !confirmation.ok) return { ok: false, refusal: wrong };
  const { at, cause, caller } = working;
  const call = { at, cause, caller, records: accessRecords(deps.table), once: onceFor(row, working) };
  const checked = await onBehalf(deps.check, { ...call, body: customer.value }, deps);
  if (!checked.ok) return { ok: false, refusal: [checked.refusal] };
  return ok({ customer: customer.value, confirmation: confirmation.value.confirmation });
}

/** AGR-1: the attestation of a row, of the version of the agreement that is in effect. */
async function confirmationOf(
  { agreement }: HandedRow,
  { at, caller }: Working,
  deps: WorkDeps,
): Promise<Result<ReadRow, readonly Refusal[]>> {
  if (!agreement) return ok({});
  const field = 'primaryContact.firstName';
  // Where a person is recorded, a person attests (conventions 2.3).
  if (caller.tokenKind === 'app') return { ok: false, refusal: [{ name: 'access_denied', field }] };
  const templates = templatesInEffect(await agreementStore(deps.table).list(), at);
  const template = templates.find(({ agreementType }) => agreementType === DEFAULT_AGREEMENT_TYPE);
  const body = { ...agreement, templateId: template?.templateId ?? '', type: DEFAULT_AGREEMENT_TYPE };
  const read = bodyOnBehalf(deps.confirm.route.request.body, body, tenancyRefusals);
  if (!read.ok) return read;
  const agreedAt = new Date(read.value.dateAgreed).toISOString() as Working['at'];
  const checked = checkConfirmation(template, { type: DEFAULT_AGREEMENT_TYPE, agreedAt }, at);
  return checked.ok ? ok({ confirmation: read.value }) : { ok: false, refusal: [checked.refusal] };
}
