import { type AccessRecords, isAdministrable } from './access.ts';

/** What tells whether a consent counts. */
export type ConsentRecords = Pick<AccessRecords, 'consent' | 'caller' | 'relationship' | 'account'>;

/**
 * May people of a tenant sign in through an application of another one (ROL-1)? While the tenant's consent stands, the
 * application does, and its owner administers the tenant by delegation: a consent that the owner gave on the tenant's
 * behalf counts no longer than the owner could give it again (DAP-1): not for a tenant that became a partner, whose people
 * have rights over customers of its own. Five reads where there is a consent, one where there is none.
 */
export async function isConsented(
  records: ConsentRecords,
  ids: { tenantId: string; applicationId: string },
): Promise<boolean> {
  const consent = await records.consent(ids);
  if (!consent) return false;
  const [application, relationship, tenant, owner] = await Promise.all([
    records.caller(consent.ofTenantId, ids.applicationId),
    records.relationship({ partnerId: consent.ofTenantId, customerId: ids.tenantId }),
    records.account(ids.tenantId),
    records.account(consent.ofTenantId),
  ]);
  return (
    application?.kind === 'application' &&
    application.isActive &&
    relationship?.delegatedAdmin === true &&
    tenant !== undefined &&
    isAdministrable(tenant) &&
    owner?.partner !== undefined &&
    owner.partner.status !== 'terminated'
  );
}
