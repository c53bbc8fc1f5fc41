/** What operations and stores of the slices above may use. */
export { customDomainPartition, servicePartition } from './store/keys.ts';
export { customDomainsOf } from './store/service-store.ts';
