import type { ContextName } from '../shared/contracts/routes.ts';
import { CommerceExported } from './commerce.ts';
import { DirectoryExported } from './tenancy.ts';

export type ExportScope = 'all' | 'directory' | 'commerce' | 'support';
export type ExportStep = typeof DirectoryExported | typeof CommerceExported;

interface Contributor {
  /** With which the context tells what it wrote. */
  readonly tells: ExportStep;
  readonly scopes: readonly ExportScope[];
}
interface Nothing {
  /** Why a customer finds nothing of the context in its export. */
  readonly nothing: string;
}

/** Who adds to an export of a customer's data (CUS-6): every context, or the reason why it has nothing. */
export const exportContributors: Readonly<Record<ContextName, Contributor | Nothing>> = {
  tenancy: { tells: DirectoryExported, scopes: ['all', 'directory'] },
  commerce: { tells: CommerceExported, scopes: ['all', 'commerce'] },
  billing: { nothing: 'Invoices, prices and margins are the partner’s: a customer is billed by its partner.' },
  support: { nothing: 'Nothing of a customer is kept here yet.' },
  notifications: { nothing: 'Mails about a customer go to its partners; who was mailed a link is in the directory.' },
};

const contributorsOf = (entries: readonly (readonly [string, Contributor | Nothing])[]) =>
  entries.flatMap(([context, what]) => ('tells' in what ? [{ context: context as ContextName, ...what }] : []));

/** All that add to some export. */
export const allContributors: readonly ({ readonly context: ContextName } & Contributor)[] = contributorsOf(
  Object.entries(exportContributors),
);

/** Contexts that are to answer when a scope is asked for. */
export const contributingTo = (scope: ExportScope): readonly ContextName[] =>
  allContributors.filter(({ scopes }) => scopes.includes(scope)).map(({ context }) => context);
