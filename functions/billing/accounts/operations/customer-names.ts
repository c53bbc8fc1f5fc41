interface Named {
  readonly customerId: string;
}

/**
 * Names of customers read beside subscriptions: both come in the order of customers. Waits only where a page of names
 * ends.
 */
export function customerNames<N extends Named>(pages: AsyncIterator<readonly N[], void>) {
  let page: readonly N[] = [];
  let next = 0;
  let isDone = false;
  let current: { readonly customerId: string; readonly name: N | undefined } = { customerId: '', name: undefined };
  const found = (customerId: string): N | undefined => {
    while (next < page.length && page[next]!.customerId < customerId) next += 1;
    const name = page[next]?.customerId === customerId ? page[next] : undefined;
    current = { customerId, name };
    return name;
  };
  const isAhead = (customerId: string): boolean => isDone || (page.at(-1)?.customerId ?? '') >= customerId;
  const advance = async (customerId: string): Promise<N | undefined> => {
    while (!isAhead(customerId)) {
      const { value, done } = await pages.next();
      [page, next, isDone] = [value ?? [], 0, done === true];
    }
    return found(customerId);
  };
  return (customerId: string): N | undefined | Promise<N | undefined> => {
    if (current.customerId === customerId) return current.name;
    return isAhead(customerId) ? found(customerId) : advance(customerId);
  };
}
