/**
 * DAP-4: who of the customer may manage its Azure subscription. The partner is its owner, without anybody's doing; the
 * customer has no right until the partner grants one, on the whole subscription or on one service.
 */
export const ENTITLEMENT_ROLES = ['owner', 'contributor'] as const;

export interface RoleAssignment {
  /** A user of the customer, or the customer itself: all its administrators. */
  readonly principalId: string;
  readonly role: (typeof ENTITLEMENT_ROLES)[number];
  /** `subscription`, or the name of one service. */
  readonly scope: string;
}

/** Rights that one subscription holds: they lie in its item. */
export const ROLE_ASSIGNMENTS_MAX = 50;

/** The rights with this one among them, instead of what the principal had before; undefined where it is there already. */
export function withRole(
  before: readonly RoleAssignment[],
  granted: RoleAssignment,
): readonly RoleAssignment[] | undefined {
  const had = before.find(({ principalId }) => principalId === granted.principalId);
  if (had?.role === granted.role && had.scope === granted.scope) return undefined;
  return had ? before.map((each) => (each === had ? granted : each)) : [...before, granted];
}

/** The rights without those of a principal; undefined where it has none. */
export const withoutRole = (
  before: readonly RoleAssignment[],
  principal: string,
): readonly RoleAssignment[] | undefined =>
  before.some(({ principalId }) => principalId === principal)
    ? before.filter(({ principalId }) => principalId !== principal)
    : undefined;
