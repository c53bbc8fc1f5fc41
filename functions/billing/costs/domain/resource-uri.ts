/** What the path of a resource says of it: `/subscriptions/…/resourceGroups/{group}/providers/{namespace}/{type}/{name}`. */
export interface ResourceName {
  readonly resourceType: string;
  readonly resourceGroupName: string;
  readonly name: string;
  readonly resourceName: string;
}

/** Reads as much of it as there is, in any case; what is no such path is a name. */
export function resourceOf(resourceUri: string): ResourceName {
  const parts = resourceUri.split('/').filter((part) => part !== '');
  const after = (word: string): number => parts.findIndex((part) => part.toLowerCase() === word) + 1;
  const [group, provider] = [after('resourcegroups'), after('providers')];
  const types =
    provider === 0 ? [] : [parts[provider], ...parts.slice(provider + 1).filter((_, index) => index % 2 === 0)];
  const name = parts.at(-1) ?? '';
  return {
    resourceType: types.filter(Boolean).join('/'),
    resourceGroupName: group === 0 ? '' : (parts[group] ?? ''),
    name,
    resourceName: name,
  };
}
