import { FRONT_REGION } from '../constructs/origin-secret.ts';
import { STACK_PARTS, type StackPart, stackName } from '../settings.ts';
import { type Place, QueryError, textOf } from './place.ts';

/** A stack as it is in the account. */
export interface StackState {
  readonly part: StackPart;
  readonly stack: string;
  readonly region: string;
  /** As CloudFormation calls it; absent when there is none. */
  readonly status?: string;
  readonly isProtected: boolean;
}

export async function stackStates(place: Place, name: string): Promise<readonly StackState[]> {
  const states: StackState[] = [];
  for (const part of STACK_PARTS) states.push(await stateOf(place, name, part));
  return states;
}

async function stateOf(place: Place, name: string, part: StackPart): Promise<StackState> {
  const stack = stackName({ name }, part);
  const region = part === 'front' ? FRONT_REGION : place.region;
  try {
    const answer = await place.query('cloudformation', 'DescribeStacks', { StackName: stack }, region);
    const status = textOf(answer, 'StackStatus');
    const isProtected = textOf(answer, 'EnableTerminationProtection') === 'true';
    return { part, stack, region, isProtected, ...(status !== undefined && { status }) };
  } catch (error) {
    if (error instanceof QueryError && error.message.includes('does not exist'))
      return { part, stack, region, isProtected: false };
    throw error;
  }
}

/** A first deployment of it failed: the next one deletes what is left and begins anew. */
export const isFailedFirst = ({ status }: Pick<StackState, 'status'>): boolean =>
  status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED';

/** There is nothing yet that would have to be protected. */
export const isNew = (state: Pick<StackState, 'status'>): boolean =>
  state.status === undefined ||
  ['REVIEW_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_COMPLETE'].includes(state.status) ||
  isFailedFirst(state);

/** Nothing can be deployed now: somebody else is at it, or a roll-back waits for a person. */
export const isBlocked = ({ status = '' }: Pick<StackState, 'status'>): boolean =>
  (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') ||
  ['UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED', 'IMPORT_ROLLBACK_FAILED'].includes(status);

/** What will be done with a stack, in a few words. */
export function outlook({ status, part }: StackState, isWanted: boolean): string {
  if (!isWanted) return status === undefined ? 'is not wanted' : `stays as it is (${status}): ${part} is switched off`;
  if (status === undefined) return 'is made';
  if (isFailedFirst({ status })) return `failed when it was first made (${status}): it is deleted and made anew`;
  if (isBlocked({ status })) return `cannot be deployed now (${status})`;
  return isNew({ status }) ? `is made (${status})` : `is updated where it differs (${status})`;
}

/** What to type about a stack that is in the way. */
export function advice({ stack, status = '', region }: StackState, { cliArguments }: Place): string | undefined {
  const events = `aws cloudformation describe-stack-events --stack-name ${stack} ${inRegion(cliArguments, region)}`;
  const again = 'mend the cause and run npm run deploy again';
  if (status === 'ROLLBACK_FAILED')
    return `${stack} could not be made, and not all of it could be removed (${events}): remove by hand what it names, ${again}; it begins anew.`;
  if (status === 'ROLLBACK_COMPLETE') return `${stack} could not be made (${events}): ${again}; it begins anew.`;
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return `${stack} could not be updated and runs as before (${events}): ${again}.`;
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `${stack} could not go back either (${events}): npx cdk rollback ${stack} ${inRegion(cliArguments, region)}, then ${again}.`;
  if (status === 'CREATE_FAILED' || status === 'UPDATE_FAILED')
    return `${stack} stopped without a roll-back (${events}): ${again}, or npx cdk rollback ${stack} ${inRegion(cliArguments, region)}.`;
  if (status === 'DELETE_FAILED')
    return `${stack} could not be deleted (${events}): remove by hand what it names, ${again}.`;
  if (isBlocked({ status }))
    return `${stack} is still at work (${status}): wait until it ends, then run npm run deploy again.`;
  return undefined;
}

const inRegion = (cliArguments: readonly string[], region: string): string =>
  ['--region', region, ...cliArguments.slice(2)].join(' ');
