import { everyOperation } from '../every/index.ts';

everyOperation('billing');
