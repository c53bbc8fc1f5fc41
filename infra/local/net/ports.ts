import { AdviceError } from '../state/advice.ts';

/** Ports that browsers and `fetch` refuse to call (Fetch standard, "bad port"): what listens there, nobody reaches. */
export const blockedPorts: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const portMax = 65_535;
const choose = 'choose another, such as: npm start -- --port 4400';

/**
 * Reads the API's port; `count` of them are used, this one and those after it. 0 stands for free ports.
 *
 * @throws AdviceError saying which port will not do, and why.
 */
export function readPort(text: string, count: number): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port + count - 1 > portMax)
    throw new AdviceError(`--port is a number up to ${portMax - count + 1}, not "${text}"; ${choose}`);
  if (port === 0) return port;
  const blocked = Array.from({ length: count }, (_, index) => port + index).find((each) => blockedPorts.has(each));
  if (blocked === undefined) return port;
  const which = blocked === port ? 'it' : `${blocked}, one of the ${count} from ${port} on,`;
  throw new AdviceError(
    `port ${port} will not do: browsers and fetch refuse to call ${which} (a blocked port); ${choose}`,
  );
}

/** What to tell about a port that could not be opened. */
export function portAdvice(port: number, { code, message }: NodeJS.ErrnoException): AdviceError {
  if (code === 'EADDRINUSE') return new AdviceError(`port ${port} is taken by another program; stop it, or ${choose}`);
  if (code === 'EACCES') return new AdviceError(`port ${port} is for the machine's administrator only; ${choose}`);
  return new AdviceError(`port ${port} cannot be opened (${message}); ${choose}`);
}
