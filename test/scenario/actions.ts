import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { offerFinder } from '../../infra/local/demo/catalogue.ts';
import type { Client } from '../../infra/local/demo/client.ts';
import { moveClock } from '../../infra/local/demo/control.ts';

/** What partners do in these scenarios, in few words. */

export const offer = await offerFinder();

export const problem = (status: number, code: number) => ({ status, json: expect.objectContaining({ code }) });

let made = 0;

/** A customer body for the market; `domain` is unique in this file's world. */
export function newCustomer(country: 'US' | 'JP' | 'UG' = 'US', name = 'Elm Street Books') {
  made += 1;
  const contact = { firstName: 'Elisa', lastName: 'Moss' };
  const places = {
    US: { city: 'Madison', state: 'WI', postalCode: '53703', phoneNumber: '6085550100' },
    JP: { city: 'Chiyoda-ku', state: 'Tokyo', postalCode: '100-0001', phoneNumber: '0355550100' },
    UG: { city: 'Kampala', phoneNumber: '0312000100' },
  };
  return {
    companyProfile: { domain: `elmbooks${made}.onprogram.example` },
    billingProfile: {
      ...contact,
      email: 'accounts@elmbooks.example',
      culture: 'en-US',
      language: 'en',
      companyName: name,
      defaultAddress: { country, ...contact, addressLine1: '1 Elm Street', ...places[country] },
    },
  };
}

type Country = Parameters<typeof newCustomer>[0];

export const createCustomer = async (partner: Client, name?: string, country?: Country): Promise<string> =>
  (
    await partner.send<{ id: string }>('POST /v1/customers', {
      body: newCustomer(country, name),
      requestId: randomUUID(),
    })
  ).id;

export async function attestAgreement(partner: Client, customerId: string): Promise<void> {
  const { items } = await partner.send<{ items: { templateId: string; agreementType: string }[] }>(
    'GET /v1/agreements',
  );
  await partner.send(`POST /v1/customers/${customerId}/agreements`, {
    body: {
      primaryContact: {
        firstName: 'Elisa',
        lastName: 'Moss',
        email: 'elisa@elmbooks.example',
        phoneNumber: '6085550100',
      },
      templateId: items[0]!.templateId,
      type: items[0]!.agreementType,
      dateAgreed: '2020-01-01T00:00:00Z',
    },
    requestId: randomUUID(),
  });
}

/** A customer of whom the agreement is attested. */
export async function readyCustomer(partner: Client, name?: string, country?: Country): Promise<string> {
  const id = await createCustomer(partner, name, country);
  await attestAgreement(partner, id);
  return id;
}

export interface Order {
  readonly id: string;
  readonly lineItems: readonly {
    readonly offerId: string;
    readonly quantity: number;
    readonly subscriptionId: string;
  }[];
}

type Line = readonly [offerName: string, quantity: number, more?: Readonly<Record<string, unknown>>];

export const orderBody = (lines: readonly Line[], billingCycle = 'monthly') => ({
  billingCycle,
  lineItems: lines.map(([name, quantity, more = {}], lineItemNumber) => ({
    lineItemNumber,
    offerId: offer(name).offerId,
    quantity,
    ...more,
  })),
});

export const placeOrder = (
  partner: Client,
  customerId: string,
  lines: readonly Line[],
  billingCycle?: string,
): Promise<Order> =>
  partner.send<Order>(`POST /v1/customers/${customerId}/orders`, {
    body: orderBody(lines, billingCycle),
    requestId: randomUUID(),
  });

export interface Subscription {
  readonly id: string;
  readonly offerId: string;
  readonly quantity: number;
  readonly status: string;
  readonly commitmentEndDate: string;
  readonly effectiveStartDate: string;
  readonly attentionNeeded: boolean;
  readonly licensesToUnassign?: number;
}

export const subscriptionsOf = async (partner: Client, customerId: string): Promise<readonly Subscription[]> =>
  (await partner.send<{ items: Subscription[] }>(`GET /v1/customers/${customerId}/subscriptions`)).items;

export const patchSubscription = (
  partner: Client,
  customerId: string,
  subscriptionId: string,
  body: object,
): Promise<Subscription> => partner.send(`PATCH /v1/customers/${customerId}/subscriptions/${subscriptionId}`, { body });

// --- time ------------------------------------------------------------------------------------------------------------

const dayMs = 86_400_000;

/** The calendar day `count` days later. */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** The same day of the month `count` months later, or the last day of a shorter month. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Lets time pass until noon of a day, in steps of a week: nothing is looked at on the way. */
export const untilNoonOf = (controlRoot: string, day: string) => moveClock(controlRoot, `${day}T12:00:00.000Z`, 'week');

// --- money -----------------------------------------------------------------------------------------------------------

/** `seats × monthly price × days / days of the cycle` in cents, rounded once, half away from zero (billing contract R4). */
export const chargeInCents = (seats: number, priceInCents: number, days: number, cycleDays: number): number =>
  Math.floor((2 * seats * priceInCents * days + cycleDays) / (2 * cycleDays));
