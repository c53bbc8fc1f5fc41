/**
 * Names of customers read beside subscriptions: both come in the order of customers. Waits only where the customer
 * changes.
 */
export function customerNames<N extends { readonly customerId: string }>(names: AsyncIterator<N, void>) {
  let ahead: N | undefined;
  let current: { readonly customerId: string; readonly name: N | undefined } = { customerId: '', name: undefined };
  let isDone = false;
  const advance = async (customerId: string): Promise<N | undefined> => {
    while (!isDone && (ahead === undefined || ahead.customerId < customerId)) {
      const { value, done } = await names.next();
      [ahead, isDone] = [value as N | undefined, done === true];
    }
    current = { customerId, name: ahead?.customerId === customerId ? ahead : undefined };
    return current.name;
  };
  return (customerId: string): N | undefined | Promise<N | undefined> =>
    current.customerId === customerId ? current.name : advance(customerId);
}
