/** The runtime's clock, as scripts reach it. */

/** Something was given up, and whoever waited did not expect it. */
export class LostError extends Error {
  override readonly name = 'LostError';
}

interface Lost {
  readonly lost: readonly { readonly what: string; readonly where: string; readonly why: string }[];
}

/** @throws LostError when anything is lost: what follows would rest on half of what happened. */
function refuseLost({ lost }: Lost, controlRoot: string): void {
  if (lost.length === 0) return;
  const lines = lost.map(({ what, where, why }) => `  ${what} ${where}: ${why}`);
  throw new LostError(`${lost.length} lost, whole at ${controlRoot}/lost:\n${lines.join('\n')}`);
}

export interface JobResult {
  readonly job: string;
  readonly at: string;
  readonly result: unknown;
}

export async function currentTime(controlRoot: string): Promise<string> {
  const response = await fetch(`${controlRoot}/clock`);
  return ((await response.json()) as { now: string }).now;
}

/**
 * Moves the clock forward and lets everything due on the way happen at its own time; hourly work runs once a day, and with
 * step `week` or `month` all work once a week or in thirty days, as after an outage.
 *
 * @throws LostError when anything was given up.
 */
export async function moveClock(
  controlRoot: string,
  to: string,
  step: 'day' | 'week' | 'month' = 'day',
): Promise<readonly JobResult[]> {
  const response = await fetch(`${controlRoot}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, step }),
  });
  if (!response.ok) throw new Error(`the clock answered ${response.status}: ${await response.text()}`);
  const answer = (await response.json()) as Lost & { ran: readonly JobResult[] };
  refuseLost(answer, controlRoot);
  return answer.ran;
}

/** Waits until no event or message is on its way. @throws LostError when anything was given up. */
export async function untilIdle(controlRoot: string): Promise<void> {
  const response = await fetch(`${controlRoot}/idle`);
  if (!response.ok) throw new Error(`waiting for quiet was answered ${response.status}: ${await response.text()}`);
  refuseLost((await response.json()) as Lost, controlRoot);
}
