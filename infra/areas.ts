import type { DocumentTag, OperationPlace } from '../shared/http/openapi.ts';

/**
 * The areas of the API, as whoever calls it looks for them: the tags of the OpenAPI document and the pages of the reference
 * (API-2). Contexts and slices are how it is built, and here is the one place that says what is found where.
 */
export interface Area extends DocumentTag {
  /** Last word of its page's address: `/docs/<slug>`. */
  readonly slug: string;
}

interface Placed extends Pick<OperationPlace, 'path' | 'context'> {
  /** All that it answers is looked at by a person. */
  readonly isPage: boolean;
}

type Rule = Area & { readonly has: (operation: Placed) => boolean };

const below =
  (pattern: RegExp) =>
  ({ path }: Placed): boolean =>
    pattern.test(path);
const of =
  (context: string) =>
  (operation: Placed): boolean =>
    operation.context === context;

/** Looked through from the top: an operation is in the first area that has it. */
const rules: readonly Rule[] = [
  {
    slug: 'tokens',
    name: 'Tokens',
    description: 'How applications and people sign in.',
    has: below(/^\/\{tenant\}\//),
  },
  {
    slug: 'activity',
    name: 'Audit and sign-ins',
    description: 'Who did what, and who asked without a second factor.',
    has: below(
      /^\/(auditactivity|v1\/(operator\/auditrecords|auditrecords|applicationmfaadoptionstatus|partnerRequests|nonMfaCompliantPartnerPrincipals))\b/,
    ),
  },
  {
    slug: 'operator-catalogue',
    name: 'For the operator: what is sold',
    description: 'Offers, price lists and subscriptions, as the operator of the program keeps them.',
    has: below(/^\/v1\/operator\/(offers|offercategories|pricelists|segments|subscriptions)\b/),
  },
  {
    slug: 'operator-billing',
    name: 'For the operator: billing',
    description: 'Runs, invoices and what amends them, rate cards, exchange rates, and the usage that is reported.',
    has: below(/^\/v1\/operator\/(billing|invoices|ratecards|fxrates|usagerecords)\b/),
  },
  {
    slug: 'operator',
    name: 'For the operator',
    description: 'Partners, customers and everything else that the operator of the program keeps.',
    has: below(/^\/v1\/operator\//),
  },
  {
    slug: 'my-organization',
    name: 'For customers',
    description: 'What the administrators of a customer see and change themselves.',
    has: below(/^\/v1\/my\b/),
  },
  {
    slug: 'customer-users',
    name: 'Users of customers',
    description: 'The people of a customer, their passwords and licences.',
    has: below(/^\/v1\/customers\/\{customerId\}\/(users|directoryroles|subscribedskus|licensepool)/),
  },
  {
    slug: 'imports',
    name: 'Imports',
    description: 'Customers and orders from CSV files, with a result for every row.',
    has: below(/^\/v1\/imports\b/),
  },
  {
    slug: 'insights',
    name: 'Insights',
    description: 'What was sold, and how much of it is used: rows and sums.',
    has: below(/\/analytics\//),
  },
  {
    slug: 'direct',
    name: 'From direct and between partners',
    description: 'What customers bought of the program itself, taking it over, and moves between partners.',
    has: below(/\/(directsubscriptions|transitionplans|moveplans)\b/),
  },
  {
    slug: 'orders',
    name: 'Orders and carts',
    description: 'Buying: carts, orders, and how far they are provisioned.',
    has: ({ path, context }) => context === 'commerce' && /\/(orders|carts)\b/.test(path),
  },
  {
    slug: 'subscriptions',
    name: 'Subscriptions',
    description: 'What was bought: seats, terms, renewal, changes.',
    has: ({ path, context }) => context === 'commerce' && /\/subscriptions\b/.test(path),
  },
  {
    slug: 'catalogue',
    name: 'Catalogue and prices',
    description: 'What can be sold, to whom, and for how much.',
    has: of('commerce'),
  },
  {
    slug: 'usage',
    name: 'Metered use',
    description: 'What metered subscriptions used, at which rates, what that costs, and budgets for it.',
    has: ({ path, context }) =>
      context === 'billing' && /usage|utilizations|ratecards|fxrates|servicecosts/i.test(path),
  },
  {
    slug: 'invoices',
    name: 'Invoices',
    description: 'Invoices, their lines and files, and what is not invoiced yet.',
    has: of('billing'),
  },
  { slug: 'support', name: 'Support', description: 'Service requests and the health of services.', has: of('support') },
  {
    slug: 'notifications',
    name: 'Notifications',
    description: 'Events, webhooks and what is mailed.',
    has: of('notifications'),
  },
  {
    slug: 'company',
    name: 'The own company',
    description: 'Profiles, users, applications and the program agreement of the partner itself.',
    has: below(/^\/v1\/(partner|profiles|accountsettings|compliance)\b/),
  },
  {
    slug: 'markets',
    name: 'Markets, addresses, domains',
    description: 'What countries ask for, and whether an address or a domain will do.',
    has: below(/^\/v1\/(validations|countryvalidationrules|domains)\b/),
  },
  {
    slug: 'pages',
    name: 'Pages for people',
    description: 'Addresses that a browser opens: invitations, agreements, passwords. Programs do not call them.',
    has: ({ isPage }) => isPage,
  },
  {
    slug: 'agreements',
    name: 'Agreements and consents',
    description: 'What customers agreed to, and which applications were let in.',
    has: below(
      /^\/v1\/(customers\/\{customerId\}\/)?(agreements|agreementtemplates|applicationconsents|directSigned\w+)(\/|$)/,
    ),
  },
  {
    slug: 'eligibility',
    name: 'What customers may have',
    description: 'Qualifications, policies of self-serve purchases, and the services that a partner manages.',
    has: below(
      /^\/v1\/(SelfServePolicy|customers\/(all\/validations|\{customerId\}\/(qualifications?|managedservices)))(\/|$)/,
    ),
  },
  {
    slug: 'customers',
    name: 'Customers and relationships',
    description: 'Customers, their profiles, and how they are invited.',
    has: () => true,
  },
];

/** The area that an operation is in. */
export function areaOf({ path, context, operation }: OperationPlace): Area {
  const placed = { path, context, isPage: isPage(operation) };
  return rules.find(({ has }) => has(placed))!;
}

function isPage({ responses, 'x-roles': roles }: OperationPlace['operation']): boolean {
  const types = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Number(status) < 400 ? Object.keys(content) : [],
  );
  const isRedirect = Object.keys(responses).some((status) => status === '302' || status === '303');
  return types.length > 0 ? types.every((type) => /html|css/.test(type)) : isRedirect && roles === 'public';
}

/** As they are shown: what a partner does every day first, pages for people last. */
const ORDER = ['tokens', 'customers', 'customer-users', 'catalogue', 'orders', 'subscriptions', 'invoices'] as const;
const placeOf = ({ slug }: Area): number =>
  slug === 'pages' ? rules.length + ORDER.length : (ORDER as readonly string[]).indexOf(slug) + 1 || ORDER.length + 1;
export const areas: readonly Area[] = rules.toSorted((a, b) => placeOf(a) - placeOf(b));
