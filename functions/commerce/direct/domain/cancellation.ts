import type { Subscription } from '../../subscriptions/domain/subscription.ts';

/** ORD-7: from so many licences on support cancels a direct subscription; fewer are cancelled online, at once. */
export const LICENCES_BY_SUPPORT = 25;

/** Licences that end when a direct subscription is cancelled: its own, and those of its add-ons, which end with it (SUB-2). */
export const licencesEnding = (
  of: Pick<Subscription, 'quantity'>,
  addOns: Iterable<Pick<Subscription, 'quantity' | 'status'>>,
): number => [...addOns].reduce((sum, { quantity, status }) => sum + (status === 'active' ? quantity : 0), of.quantity);

export const isForSupport = (licences: number): boolean => licences >= LICENCES_BY_SUPPORT;

/** Numbers of service requests have 15 digits and do not begin with 0 (support contract 2). */
const NUMBERS = 900_000_000_000_000n;

/** The number of a service request, from an id in hexadecimal digits. */
export const serviceRequestNumber = (id: string): string =>
  String(100_000_000_000_000n + (BigInt(`0x${id.replaceAll('-', '')}`) % NUMBERS));
