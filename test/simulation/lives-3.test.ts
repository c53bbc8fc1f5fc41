import { simulatedLives } from './lives.ts';

simulatedLives(3);
