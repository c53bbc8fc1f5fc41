import { simulatedLives } from './lives.ts';

simulatedLives(4);
