/** A page of the reference: which operations are on it. */
export interface DocsGroup {
  /** Last word of the page's address: `/docs/<slug>`. */
  readonly slug: string;
  readonly title: string;
  readonly lead: string;
}

interface Placed {
  readonly path: string;
  readonly context: string;
  /** All that it answers is looked at by a person. */
  readonly isPage: boolean;
}

type Rule = DocsGroup & { readonly has: (operation: Placed) => boolean };

const below =
  (pattern: RegExp) =>
  ({ path }: Placed): boolean =>
    pattern.test(path);
const of =
  (context: string) =>
  (operation: Placed): boolean =>
    operation.context === context;

/** Looked through from the top: an operation is on the first page that has it. The last page is shown last, too. */
const rules: readonly Rule[] = [
  {
    slug: 'tokens',
    title: 'Tokens',
    lead: 'How applications and people sign in.',
    has: below(/^\/\{tenant\}\//),
  },
  {
    slug: 'operator',
    title: 'For the operator',
    lead: 'Partners, offers, price lists and everything else that the operator of the program keeps.',
    has: below(/^\/v1\/operator\//),
  },
  {
    slug: 'my-organization',
    title: 'For customers',
    lead: 'What the administrators of a customer see and change themselves.',
    has: below(/^\/v1\/my\b/),
  },
  {
    slug: 'customer-users',
    title: 'Users of customers',
    lead: 'The people of a customer, their passwords and licences.',
    has: below(/^\/v1\/customers\/\{customerId\}\/(users|directoryroles)/),
  },
  {
    slug: 'orders',
    title: 'Orders and carts',
    lead: 'Buying: carts, orders, and how far they are provisioned.',
    has: ({ path, context }) => context === 'commerce' && /\/(orders|carts)\b/.test(path),
  },
  {
    slug: 'subscriptions',
    title: 'Subscriptions',
    lead: 'What was bought: seats, terms, renewal, changes.',
    has: ({ path, context }) => context === 'commerce' && /\/subscriptions\b/.test(path),
  },
  {
    slug: 'catalogue',
    title: 'Catalogue and prices',
    lead: 'What can be sold, to whom, and for how much.',
    has: of('commerce'),
  },
  {
    slug: 'invoices',
    title: 'Invoices',
    lead: 'Invoices, their lines and files, and what is not invoiced yet.',
    has: of('billing'),
  },
  { slug: 'support', title: 'Support', lead: 'Service requests and the health of services.', has: of('support') },
  {
    slug: 'notifications',
    title: 'Notifications',
    lead: 'Events, webhooks and what is mailed.',
    has: of('notifications'),
  },
  {
    slug: 'company',
    title: 'The own company',
    lead: 'Profiles, users, applications and the program agreement of the partner itself.',
    has: below(/^\/v1\/(partner|profiles|accountsettings|compliance)\b/),
  },
  {
    slug: 'markets',
    title: 'Markets, addresses, domains',
    lead: 'What countries ask for, and whether an address or a domain will do.',
    has: below(/^\/v1\/(validations|countryvalidationrules|domains)\b/),
  },
  {
    slug: 'pages',
    title: 'Pages for people',
    lead: 'Addresses that a browser opens: invitations, agreements, passwords. Programs do not call them.',
    has: ({ isPage }) => isPage,
  },
  {
    slug: 'customers',
    title: 'Customers and relationships',
    lead: 'Customers, how they are invited, and what they agreed to.',
    has: () => true,
  },
];

export const groupOf = (operation: Placed): DocsGroup => rules.find(({ has }) => has(operation))!;

/** As they are shown: what a partner does every day first, pages for people last. */
const ORDER = ['tokens', 'customers', 'customer-users', 'catalogue', 'orders', 'subscriptions', 'invoices'] as const;
const placeOf = ({ slug }: DocsGroup): number =>
  slug === 'pages' ? rules.length + ORDER.length : (ORDER as readonly string[]).indexOf(slug) + 1 || ORDER.length + 1;
export const docsGroups: readonly DocsGroup[] = rules.toSorted((a, b) => placeOf(a) - placeOf(b));

/** Pages besides those of operations. */
export const otherPages = ['search', 'errors', 'limits'] as const;

/** Every address of the reference and the file that it shows. */
export const docsFiles: Readonly<Record<string, string>> = Object.fromEntries([
  ['/docs', 'docs.html'],
  ...[...docsGroups.map(({ slug }) => slug), ...otherPages].map((slug) => [`/docs/${slug}`, `docs-${slug}.html`]),
]);
