import { describe, expect, it, test } from 'vitest';
import * as billingEvents from '../../events/billing.ts';
import * as commerceEvents from '../../events/commerce.ts';
import { eventCatalogue } from '../../events/index.ts';
import * as tenancyEvents from '../../events/tenancy.ts';
import { manifests } from '../../infra/manifests.ts';
import { type EventDefinition, EventEnvelope, newEvent, parseEvent } from '../../shared/contracts/events.ts';
import { examples } from '../support/examples.ts';

const nameOf = ({ type, version }: { type: string; version: number }): string => `${type}.v${version}`;
const definitionOf = (wanted: { type: string; version: number }): EventDefinition => {
  const found = eventCatalogue.find((definition) => nameOf(definition) === nameOf(wanted));
  if (!found)
    throw new Error(
      `${nameOf(wanted)} was published once, so it must be in events/ for ever: define a new version beside it instead of changing or removing it.`,
    );
  return found;
};
const named = eventCatalogue.map((definition) => [nameOf(definition), definition] as const);

/** Hears everything, so it is no reason to publish. */
const AUDIT = 'tenancy recordEvent';

/** Events to which nothing but the audit log listens yet, each with the reason why it is published all the same. */
const WITHOUT_CONSUMER: Readonly<Record<string, string>> = {
  PaymentRecorded: 'for the audit log (API-3) and webhooks (NOT-3)',
  PaymentTakenBack: 'for the audit log (API-3)',
  IncentiveAccrued: 'for the audit log (API-3) and webhooks (NOT-3)',
  IncentivesPaid: 'for the audit log (API-3)',
  IncentiveRuleChanged: 'for the audit log (API-3)',
  CreditGranted: 'for the audit log (API-3), webhooks (NOT-3) and the SLA claims of support',
  CreditWithdrawn: 'for the audit log (API-3)',
  BillingTermsChanged: 'for the audit log (API-3)',
  CollectionsClosed: 'for the audit log (API-3) and webhooks (NOT-3)',
  CollectionsCaseChanged: 'for the audit log (API-3)',
  PriceBookChanged: 'for the audit log (API-3)',
  PartnerProductChanged: 'for the audit log (API-3)',
  ProductAssignmentChanged: 'for the audit log (API-3)',
  ApplicationChanged: 'for the audit log (API-3)',
  AgreementTemplatePublished: 'for the audit log (API-3); partners are told by AgreementVersionAnnounced (AGR-2)',
  ApplicationConsentChanged: 'for the audit log (API-3)',
  SelfServePolicyChanged: 'for the audit log (API-3)',
  CustomerAgreementAccepted: 'for the audit log (API-3) and webhooks (NOT-3)',
  CustomerAgreementConfirmed: 'for the audit log (API-3) and webhooks (NOT-3)',
  CustomerBillToChanged: 'for the audit log (API-3)',
  UsageBudgetChanged: 'for the audit log (API-3)',
  CountryRulesChanged: 'for the audit log (API-3); the rules are asked at every call',
  OfferCategoryChanged: 'for the audit log (API-3)',
  SegmentOpeningChanged: 'for the audit log (API-3); what is open is read with the catalogue (CUS-5)',
  LicensesAssigned: 'for the audit log (API-3) and webhooks (NOT-3)',
  DirectCancellationRequested: 'for the service requests of support (ORD-7)',
  TransitionPlanChanged: 'for the audit log (API-3)',
};

describe('examples', () => {
  it.each(named)('API-3: %s has a checked-in example', (name) => {
    const files = examples.filter(({ file }) => file.startsWith(`${name}.`)).map(({ file }) => file);
    expect(files, `write test/contract/examples/${name}.json: one whole event as it is published`).not.toEqual([]);
  });

  it.each(examples.map(({ file, event }) => [file, event] as const))('API-3: %s still parses', (file, event) => {
    expect(file.startsWith(`${nameOf(event)}.`), 'the file is named by type and version').toBe(true);
    const parsed = parseEvent(definitionOf(event), event);
    expect(parsed, 'every member of what was published is still understood').toEqual(event);
  });

  it.each(examples.map(({ file, event }) => [file, event] as const))(
    'API-3: %s is what a publisher may publish today',
    (_, event) => {
      const { tenantId, aggregateId, occurredAt, detail } = event;
      const made = newEvent(definitionOf(event), { tenantId, aggregateId, occurredAt }, detail);
      expect(made.detail).toEqual(detail);
    },
  );
});

describe('publishing is strict, reading is tolerant', () => {
  it.each(examples.map(({ file, event }) => [file, event] as const))('API-3: %s', (_, event) => {
    const definition = definitionOf(event);
    const about = { tenantId: event.tenantId, aggregateId: event.aggregateId, occurredAt: event.occurredAt };
    const withMore = { ...event.detail, fromTheFuture: 1 };
    expect(() => newEvent(definition, about, withMore)).toThrow(/fromTheFuture/);
    expect(parseEvent(definition, { ...event, fromTheFuture: 1, detail: withMore })).toEqual(event);
    const [first] = Object.keys(definition.detail.shape).filter(
      (name) => !definition.detail.shape[name]!.safeParse(undefined).success,
    );
    const { [first!]: _missing, ...withLess } = event.detail;
    expect(() => newEvent(definition, about, withLess)).toThrow();
    expect(() => parseEvent(definition, { ...event, detail: withLess })).toThrow();
  });

  test('API-3: the envelope keeps who, what, when and why', () => {
    for (const { event } of examples) expect(EventEnvelope.strict().parse(event)).toEqual(event);
  });
});

describe('publishers', () => {
  it.each([
    ['tenancy', tenancyEvents],
    ['commerce', commerceEvents],
    ['billing', billingEvents],
  ])('API-3: everything in events/%s.ts is published by that context', (context, module) => {
    const events = Object.values(module).filter(
      (value): value is EventDefinition => 'meaning' in value && 'detail' in value,
    );
    expect(events.length).toBeGreaterThan(0);
    for (const { source } of events) expect(source).toBe(context);
    for (const event of events) expect(eventCatalogue).toContain(event);
  });

  test('API-3: type and version name one event', () => {
    expect(new Set(eventCatalogue.map(nameOf)).size).toBe(eventCatalogue.length);
  });
});

describe('consumers', () => {
  const consumers = manifests.flatMap(({ context, consumers: table }) =>
    Object.entries(table.consumers).map(([name, consumer]) => [`${context} ${name}`, consumer] as const),
  );

  it.each(consumers)('API-3: %s listens to events of the catalogue', (_, { on, summary }) => {
    expect(on.length).toBeGreaterThan(0);
    expect(summary).not.toBe('');
    for (const definition of on) expect(eventCatalogue).toContain(definition);
  });

  it.each(named)('API-3: somebody listens to %s, or a reason says why not', (_, definition) => {
    const isHeard = consumers.some(([name, { on }]) => name !== AUDIT && on.includes(definition));
    const hasReason = Object.hasOwn(WITHOUT_CONSUMER, definition.type);
    const advice = isHeard
      ? `somebody listens to ${definition.type}: take its reason out of WITHOUT_CONSUMER`
      : `let a consumer listen to ${definition.type}, or give a reason in WITHOUT_CONSUMER`;
    expect(isHeard, advice).toBe(!hasReason);
  });

  test('API-3: every reason names an event of the catalogue', () => {
    const types = eventCatalogue.map(({ type }) => type);
    for (const type of Object.keys(WITHOUT_CONSUMER)) expect(types).toContain(type);
  });
});
