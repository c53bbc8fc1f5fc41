/** What operations and stores of the slices above may use. */
export type { TransitionPlan } from './domain/transition-plan.ts';
export { planOf, transitionPlansOf } from './store/plan-store.ts';
