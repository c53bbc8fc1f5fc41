import { flag } from '../../../shared/contracts/flags.ts';

export const Flag = flag().optional();
