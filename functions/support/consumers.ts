import { consumerTable } from '../../shared/contracts/consumers.ts';

/** Listens to nothing yet. */
export const supportConsumers = consumerTable('support', {});
