import { enumKey } from '../../../../shared/contracts/wire.ts';
import type { CallBase } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { LICENSE_GROUPS, type LicenseGroup } from '../../catalogue/index.ts';

const NAME = 'licensegroupids';

/**
 * The groups that a query asks for; `group1` where it names none (commerce contract 12). The parameter may come several times, or
 * with commas. Refuses, 400/800002, what is no group.
 */
export function groupsAskedFor({
  rawQuery,
  query,
}: Pick<CallBase, 'rawQuery'> & { readonly query: { readonly licenseGroupIds?: string | undefined } }): Result<
  ReadonlySet<LicenseGroup>,
  Refusal<'invalid_input'>
> {
  const sent = [...new URLSearchParams(rawQuery.replaceAll('?', '&'))].flatMap(([name, value]) =>
    enumKey(name) === NAME ? [value] : [],
  );
  const words = (sent.length > 0 ? sent : [query.licenseGroupIds ?? '']).flatMap((value) => value.split(','));
  const groups = new Set<LicenseGroup>();
  for (const word of words.map((each) => each.trim()).filter(Boolean)) {
    const found = LICENSE_GROUPS.find((group) => group === word.toLowerCase());
    if (!found)
      return refuse('invalid_input', {
        field: 'licenseGroupIds',
        description: `licenseGroupIds must be one of ${LICENSE_GROUPS.join(', ')}.`,
      });
    groups.add(found);
  }
  return ok(groups.size > 0 ? groups : new Set<LicenseGroup>(['group1']));
}
