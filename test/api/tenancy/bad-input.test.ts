import { badInput } from '../every/bad-input.ts';
import { stage } from '../every/stage.ts';

badInput('tenancy', stage());
