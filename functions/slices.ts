/**
 * The slices of every context, lowest first: a slice knows those before it in its row, and none after it.
 *
 * The one place where their order stands: the rules of `test/architecture` and the picture in `functions/README.md` are
 * made from it. `knows` of each slice is not written down: the imports say it.
 */
export const slices: Readonly<Record<string, readonly string[]>> = {
  tenancy: [
    'tenants',
    'people',
    'mfa',
    'program',
    'relationships',
    'directory',
    'customers',
    'services',
    'entitlements',
    'consents',
    'agreements',
    'customer-imports',
    'invitations',
    'sign-in',
    'audit',
    'customer-data',
    'erasure',
    'operator',
  ],
  commerce: [
    'catalogue',
    'price-lists',
    'price-sheets',
    'buying',
    'products',
    'licences',
    'subscriptions',
    'azure',
    'transfers',
    'orders',
    'carts',
    'quotes',
    'direct',
    'moves',
    'succession',
    'insights',
    'customer-data',
    'imports',
  ],
  billing: ['accounts', 'history', 'rate-cards', 'usage', 'invoices', 'amendments', 'estimates', 'runs', 'costs', 'receivables'],
  support: [],
  notifications: ['contacts', 'mails', 'notices'],
};
