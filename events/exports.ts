import type { ContextName } from '../shared/contracts/routes.ts';
import { BillingExported } from './billing.ts';
import { CommerceExported } from './commerce.ts';
import { DirectoryExported } from './tenancy.ts';

export type ExportScope = 'all' | 'directory' | 'commerce' | 'support';
export type ExportStep = typeof DirectoryExported | typeof CommerceExported | typeof BillingExported;

interface Contributor {
  /** With which the context tells what it wrote. */
  readonly tells: ExportStep;
  readonly scopes: readonly ExportScope[];
  /** It reads partner by partner: asked again for each further page of the customer's partners. */
  readonly isPerPartner?: true;
}
interface Nothing {
  /** Why a customer finds nothing of the context in its export. */
  readonly nothing: string;
}

/** Who adds to an export of a customer's data (CUS-6): every context, or the reason why it has nothing. */
export const exportContributors: Readonly<Record<ContextName, Contributor | Nothing>> = {
  tenancy: { tells: DirectoryExported, scopes: ['all', 'directory'] },
  commerce: { tells: CommerceExported, scopes: ['all', 'commerce'], isPerPartner: true },
  billing: { tells: BillingExported, scopes: ['all'], isPerPartner: true },
  support: { nothing: 'Nothing of a customer is kept here yet.' },
  notifications: { nothing: 'Mails about a customer go to its partners; who was mailed a link is in the directory.' },
};

const contributorsOf = (entries: readonly (readonly [string, Contributor | Nothing])[]) =>
  entries.flatMap(([context, what]) => ('tells' in what ? [{ context: context as ContextName, ...what }] : []));

/** All that add to some export. */
export const allContributors: readonly ({ readonly context: ContextName } & Contributor)[] = contributorsOf(
  Object.entries(exportContributors),
);

/** Contexts that are to answer when a scope is asked for, and of them those that are asked for a further page of partners. */
export const contributingTo = (scope: ExportScope): readonly ContextName[] => contributors(scope, () => true);
export const contributingPerPartner = (scope: ExportScope): readonly ContextName[] =>
  contributors(scope, ({ isPerPartner }) => isPerPartner === true);

const contributors = (scope: ExportScope, isAsked: (contributor: Contributor) => boolean): readonly ContextName[] =>
  allContributors.filter((each) => each.scopes.includes(scope) && isAsked(each)).map(({ context }) => context);
