import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { BILLING } from '../accounts/parts.ts';
import type { IncentivesRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const incentivesRoutes = {
  viewIncentiveRule: {
    method: 'GET',
    path: '/v1/operator/incentives/rules/{ruleId}',
    summary: 'Read what lines of a family or of some offers earn their partner.',
    description: 'The rule `crm` is there from the beginning: 6 percent on the family `crm`.',
    allow: ['Operator'],
    request: { path: s.IncentiveRulePath },
    response: { 200: s.IncentiveRule },
    refusals: ['resource_not_found'],
    requirements: ['PRG-11'],
  },
  changeIncentiveRule: {
    method: 'PUT',
    path: '/v1/operator/incentives/rules/{ruleId}',
    summary: 'Set what lines of a family or of some offers earn their partner from a day on.',
    description:
      'A line earns by the rules of the first day of the cycle that it charges for, and what takes it back by the same. A rule begins tomorrow at the earliest, so that what days that have begun earn never changes; what was set before counts until then. Rate 0 ends a rule.',
    allow: ['Operator'],
    request: { path: s.IncentiveRulePath, body: s.IncentiveRuleBody },
    response: { 200: s.IncentiveRule },
    refusals: ['invalid_property', 'rate_out_of_range'],
    requirements: ['PRG-11'],
  },
  payOutIncentives: {
    method: 'POST',
    path: '/v1/operator/incentives/payouts',
    summary: 'Pay earnings to their partner, once.',
    description:
      'Earnings are named one by one, or by their invoices and notes: then all of them that are not paid yet. All that is asked for is paid, or nothing. A reference is used once for a network id: the same payout sent again is answered as it was, another content is a conflict (950001).',
    allow: ['Operator'],
    request: { body: s.PayoutBody },
    response: { 201: s.IncentivePayout },
    refusals: ['resource_not_found', 'invalid_property', 'wrong_state', 'payout_conflict', 'currency_mismatch'],
    requirements: ['PRG-11'],
  },
  listEarnings: {
    method: 'GET',
    path: '/v1/partner/incentives/earnings',
    summary: 'List what the own invoices earned, newest first.',
    allow: BILLING,
    token: 'app',
    request: { query: s.EarningsQuery },
    response: { 200: s.IncentiveEarnings },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['PRG-11'],
  },
  listPartnerEarnings: {
    method: 'GET',
    path: '/v1/operator/partners/{partnerId}/incentives/earnings',
    summary: 'List what the invoices of a partner earned, newest first, to pay it out.',
    allow: ['Operator'],
    request: { path: s.PartnerEarningsPath, query: s.EarningsQuery },
    response: { 200: s.IncentiveEarnings },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['PRG-11'],
  },
  viewRevenue: {
    method: 'GET',
    path: '/v1/operator/revenue',
    summary: 'Read what was billed by month, country of the customers, family of products and partner.',
    description:
      'Amounts are in the billing currency of each partner. An invoice counts on its billing date, a note on the day on which it was made, an invoice in the place of another on the day on which that one was taken back.',
    allow: ['Operator'],
    request: { query: s.RevenueQuery },
    response: { 200: s.RevenueRows },
    refusals: ['invalid_input'],
    requirements: ['BIL-12'],
  },
} as const satisfies RouteTable<IncentivesRefusal | 'currency_mismatch'>;
