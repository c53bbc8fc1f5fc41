/** Counts of what a job found and did. */
export type JobResult = Readonly<Record<string, unknown>>;

/** What a schedule tells a function. */
export interface JobEvent {
  readonly job: string;
  readonly scheduledAt: string;
}
