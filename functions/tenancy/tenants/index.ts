/** What operations and stores of the slices above may use. */
export { checkMarket } from './domain/country-rules.ts';
export {
  domainPartOf,
  isGivenByProgram,
  isUserPrincipalName,
  primaryDomain,
  type Suffixes,
  USER_NAME_LENGTH_MAX,
} from './domain/domain-name.ts';
export { regionIn, regionNamedIn } from './domain/region-table.ts';
export { countriesOf } from './domain/regions.ts';
export { accountStore } from './store/account-store.ts';
export { domainStore } from './store/domain-store.ts';
export { marketStore } from './store/market-store.ts';
export { regionStore } from './store/region-store.ts';
