/** The runtime's clock, as scripts reach it. */

export interface JobResult {
  readonly job: string;
  readonly at: string;
  readonly result: unknown;
}

export async function currentTime(controlRoot: string): Promise<string> {
  const response = await fetch(`${controlRoot}/clock`);
  return ((await response.json()) as { now: string }).now;
}

/** Moves the clock forward and lets everything due on the way happen at its own time; hourly work runs once a day. */
export async function moveClock(controlRoot: string, to: string): Promise<readonly JobResult[]> {
  const response = await fetch(`${controlRoot}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, step: 'day' }),
  });
  if (!response.ok) throw new Error(`the clock answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { ran: readonly JobResult[] }).ran;
}

/** Waits until no event or message is on its way. */
export async function untilIdle(controlRoot: string): Promise<void> {
  const response = await fetch(`${controlRoot}/idle`);
  if (!response.ok) throw new Error(`waiting for quiet was answered ${response.status}: ${await response.text()}`);
}
