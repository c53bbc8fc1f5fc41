/** What the composition of the context uses. */
export { followsCredit } from './operations/follows-credit.ts';
