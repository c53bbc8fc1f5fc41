import { randomUUID } from 'node:crypto';
import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { bootstrapOperator, type OperatorClient } from '../operator/operations/bootstrap-operator.ts';
import { customerDomainSuffixes, table } from './environment.ts';

const { log } = observability('tenancy-bootstrap');
const identity = cognitoIdentityProvider(setting('USER_POOL_ID'));
const [domain] = customerDomainSuffixes();
const programClients = [setting('SIGN_IN_CLIENT_ID')];

/**
 * Entry of the function that a deployment calls; calling it again answers the same client, with a new secret when the
 * present one ends soon. `at` is the time of a runtime whose clock is not ours.
 */
export const handler = ({ at }: { at?: string } = {}): Promise<OperatorClient> =>
  bootstrapOperator(
    { at: instant(at ?? new Date()), newTenantId: randomUUID(), domain, programClients },
    { table, identity, log },
  );
