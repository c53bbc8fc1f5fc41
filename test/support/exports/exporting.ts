import type { TokenClaims } from '../../../shared/identity/token.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import type { Delivery, Program, ProgramOptions } from '../program.ts';
import { OFFERS, placeOrder, putOnSale } from '../sales.ts';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, userClaims, type World } from '../world.ts';
import { unzipped } from './unzipped.ts';

/** A customer of two partners, each of which has another customer; both sold to all. */
export interface ExportWorld {
  readonly world: World;
  readonly partners: readonly EnrolledPartner[];
  readonly customerId: string;
  readonly siblingId: string;
  /** Global admin of the customer, and of its sibling. */
  readonly admin: TokenClaims;
  readonly siblingAdmin: TokenClaims;
}

export async function exportWorld(options: ProgramOptions = {}): Promise<ExportWorld> {
  const world = await createWorld({ ...options, at: '2026-01-05T09:00:00Z', settles: true });
  const contoso = await enrolPartner(world, { name: 'contoso' });
  const litware = await enrolPartner(world, { name: 'litware' });
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.37', wholesalePrice: '16.91' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.73', wholesalePrice: '4.19', addOnTo: [OFFERS.base] },
  ]);
  const customerId = await createCustomer(world, contoso, { name: 'fabrikam' });
  const siblingId = await createCustomer(world, contoso, { name: 'wingtip' });
  const admin = userClaims(world.program, 'admin@fabrikam.onprogram.example');
  await acceptInvitation(world, litware, admin);
  for (const [partner, of] of [
    [contoso, customerId],
    [contoso, siblingId],
    [litware, customerId],
  ] as const) {
    const { subscriptionIds } = await placeOrder(world, partner.adminAgent, of, [
      { offerId: OFFERS.base, quantity: 10 },
    ]);
    await world.send({
      method: 'PATCH',
      path: `/v1/customers/${of}/subscriptions/${subscriptionIds[0]}`,
      as: partner.adminAgent,
      body: { quantity: 12, friendlyName: 'margin: seventeen percent' },
    });
  }
  await world.send({
    method: 'POST',
    path: `/v1/customers/${customerId}/users/${admin.userId}/licenseupdates`,
    as: contoso.adminAgent,
    body: { licensesToAssign: [{ skuId: OFFERS.base.replace('0b', '0c') }] },
  });
  return {
    world,
    partners: [contoso, litware],
    customerId,
    siblingId,
    admin,
    siblingAdmin: userClaims(world.program, 'admin@wingtip.onprogram.example'),
  };
}

async function acceptInvitation(world: World, { adminAgent }: EnrolledPartner, as: TokenClaims): Promise<void> {
  const { body } = await world.send({ path: '/v1/customers/relationshiprequests', as: adminAgent });
  const token = new URL(body.url).pathname.split('/').at(-1);
  await world.send({ method: 'POST', path: `/v1/my/invitations/${token}/acceptance`, as });
  const { body: templates } = await world.send({ path: '/v1/agreements', as: adminAgent });
  const [{ templateId, agreementType: type }] = templates.items;
  await world.send({
    method: 'POST',
    path: `/v1/customers/${as.tenantId}/agreements`,
    as: adminAgent,
    body: {
      primaryContact: { firstName: 'Ana', lastName: 'Silva', email: 'ana@fabrikam.example' },
      templateId,
      type,
      dateAgreed: world.program.now(),
    },
  });
}

export const askForExport = ({ send }: World, as: TokenClaims, scope?: string) =>
  send({ method: 'POST', path: '/v1/my/exports', as, ...(scope !== undefined && { body: { scope } }) });

export const exportOf = async (world: World, as: TokenClaims, id: string) =>
  (await world.send({ path: `/v1/my/exports/${id}`, as })).body;

/** The files of the archive that an answer leads to. */
export function downloaded({ files }: Program, { downloadUrl }: { downloadUrl?: string }): ReadonlyMap<string, string> {
  invariant(downloadUrl, 'the archive can be downloaded');
  const bytes = files.follow(downloadUrl);
  invariant(bytes, 'the link leads to the archive');
  return unzipped(bytes);
}

/** Carries a call out; the deliveries that it sets going are answered instead of worked. */
export async function heldBack({ waiting }: Program, call: () => Promise<unknown>): Promise<Delivery[]> {
  const held: Delivery[] = [];
  const shift = waiting.shift;
  waiting.shift = () => {
    held.push(...waiting.splice(0));
    return undefined;
  };
  try {
    await call();
  } finally {
    waiting.shift = shift;
  }
  return held;
}
