import { simulatedLives } from './lives.ts';

simulatedLives(1);
