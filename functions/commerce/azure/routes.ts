import { AGENTS, SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import type { SubscriptionsRefusal } from '../subscriptions/refusals.ts';
import { SubscriptionPath } from '../subscriptions/schemas.ts';
import type { AzureRefusal } from './refusals.ts';
import * as s from './schemas.ts';

const ENTITLEMENTS = '/v1/customers/{customerId}/subscriptions/{subscriptionId}/azureEntitlements';
const ROLES = `${ENTITLEMENTS}/{entitlementId}/roleassignments` as const;
const ofEntitlement = ['subscription_not_found', 'not_usage_based', 'entitlement_not_found'] as const;

export const azureRoutes = {
  registerSubscription: {
    method: 'POST',
    path: '/v1/customers/{customerId}/subscriptions/{subscriptionId}/registrations',
    summary: 'Register a usage-based subscription; `Location` says where its status is.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: SubscriptionPath, bodyIgnored: true },
    response: { 202: null },
    refusals: ['subscription_not_found', 'not_usage_based', 'not_active'],
    requirements: ['USG-1'],
  },
  viewRegistrationStatus: {
    method: 'GET',
    path: '/v1/customers/{customerId}/subscriptions/{subscriptionId}/registrationstatus',
    summary: 'Whether a usage-based subscription is registered.',
    allow: AGENTS,
    customer: 'reseller',
    request: { path: SubscriptionPath },
    response: { 200: s.RegistrationStatus },
    refusals: ['subscription_not_found', 'not_usage_based'],
    requirements: ['USG-1'],
  },
  listAzureEntitlements: {
    method: 'GET',
    path: ENTITLEMENTS,
    summary: 'What a usage-based subscription entitles to: one Azure subscription.',
    allow: AGENTS,
    customer: 'reseller',
    request: { path: SubscriptionPath },
    response: { 200: s.AzureEntitlements },
    refusals: ['subscription_not_found', 'not_usage_based'],
    requirements: ['USG-1'],
  },
  viewAzureEntitlement: {
    method: 'GET',
    path: `${ENTITLEMENTS}/{entitlementId}`,
    summary: 'One Azure entitlement.',
    allow: AGENTS,
    customer: 'reseller',
    request: { path: s.EntitlementPath },
    response: { 200: s.AzureEntitlement },
    refusals: ofEntitlement,
    requirements: ['USG-1'],
  },
  cancelAzureEntitlement: {
    method: 'POST',
    path: `${ENTITLEMENTS}/{entitlementId}/cancel`,
    summary: 'Stop an Azure entitlement that was compromised.',
    description:
      'Its meters stand still until it is reactivated; the subscription stays as it is. What was used before is billed.',
    allow: ['AdminAgent'],
    customer: 'reseller',
    request: { path: s.EntitlementPath, body: s.EntitlementCancellation },
    response: { 200: s.AzureEntitlement },
    refusals: [...ofEntitlement, 'subscription_deleted', 'cancellation_reason_invalid'],
    requirements: ['USG-1'],
  },
  reactivateAzureEntitlement: {
    method: 'POST',
    path: `${ENTITLEMENTS}/{entitlementId}/reactivate`,
    summary: 'Let a cancelled Azure entitlement run again.',
    allow: ['AdminAgent'],
    customer: 'reseller',
    request: { path: s.EntitlementPath, bodyIgnored: true },
    response: { 202: null },
    refusals: [...ofEntitlement, 'entitlement_not_reactivable'],
    requirements: ['USG-1'],
  },
  listRoleAssignments: {
    method: 'GET',
    path: ROLES,
    summary: 'Who may manage an Azure subscription: the partner itself, and whom of the customer it let.',
    allow: ['AdminAgent'],
    customer: 'reseller',
    request: { path: s.EntitlementPath },
    response: { 200: s.RoleAssignments },
    refusals: ofEntitlement,
    requirements: ['DAP-4'],
  },
  setRoleAssignment: {
    method: 'PUT',
    path: `${ROLES}/{principalId}`,
    summary: 'Make the customer, or one of its users, owner or contributor.',
    description:
      'On the whole subscription, or on one service. One right for each of them, 50 in all: another replaces the one before.',
    allow: ['AdminAgent'],
    customer: 'reseller',
    request: { path: s.RoleAssignmentPath, body: s.RoleAssignmentBody },
    response: { 200: s.RoleAssignment },
    refusals: [...ofEntitlement, 'subscription_deleted', 'invalid_property'],
    requirements: ['DAP-4'],
  },
  removeRoleAssignment: {
    method: 'DELETE',
    path: `${ROLES}/{principalId}`,
    summary: 'Take a right back that was given to the customer or one of its users.',
    allow: ['AdminAgent'],
    customer: 'reseller',
    request: { path: s.RoleAssignmentPath },
    response: { 204: null },
    refusals: [...ofEntitlement, 'subscription_deleted', 'invalid_property'],
    requirements: ['DAP-4'],
  },
  listEntitlements: {
    method: 'GET',
    path: '/v1/customers/{customerId}/entitlements',
    summary: 'Empty: nothing is sold once and for all.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: CustomerPath },
    response: { 200: s.Entitlements },
    refusals: [],
  },
  viewArtifact: {
    method: 'GET',
    path: '/v1/customers/{customerId}/artifacts/{artifactPath}',
    summary: 'Not found: reservations are not sold.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.ArtifactPath },
    response: { 204: null },
    refusals: ['resource_not_found'],
  },
} as const satisfies RouteTable<BuyingRefusal | SubscriptionsRefusal | AzureRefusal>;
