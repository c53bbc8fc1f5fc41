import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { SelfServePolicy } from '../domain/self-serve-policy.ts';

export const selfServePolicyItem = storedKind<SelfServePolicy>({ kind: 'selfServePolicy', shape: 1, upgrades: [] });
