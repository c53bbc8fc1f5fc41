/** Runs `stop` at the first signal to end and exits with 0 when it is done; a second signal ends at once. */
export function stopOnSignal(stop: () => Promise<void>, fail: (error: unknown) => void): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
