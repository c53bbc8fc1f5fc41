import { invariant } from '../kernel/invariant.ts';
import { addSeconds, type Instant } from '../kernel/time.ts';
import { jsonService } from './json-service.ts';
import { inForceAt, readHistory, type SecretHistory, type SecretInForce } from './rotation.ts';

/** Reads SecureString parameters. @throws InvariantError when one is missing. */
export async function readSecrets<const Names extends readonly string[]>(
  names: Names,
): Promise<Record<Names[number], string>> {
  const answer = await jsonService('ssm', 'AmazonSSM')('GetParameters', { Names: names, WithDecryption: true });
  const parameters = answer.Parameters as readonly { Name: string; Value: string }[];
  return Object.fromEntries(
    names.map((name) => {
      const value = parameters.find((parameter) => parameter.Name === name)?.Value;
      invariant(value, `the parameter ${name} exists`);
      return [name, value];
    }),
  ) as Record<Names[number], string>;
}

/** Well below the time between a replacement and its first use. */
const REREAD_SECONDS = 300;

/** Secrets of a function that lives on while they are replaced. */
export interface RotatingSecrets<Name extends string> {
  /** Tells what time it is, before anything else is done; reads the secrets anew when that was long ago. */
  moveTo(at: Instant): Promise<void>;
  /** The secret as it counts at the moment that was last told. */
  inForce(name: Name): SecretInForce;
  /** The secret with which things were made at an instant, however late it is asked for. */
  madeWith(name: Name, at: Instant): Promise<string>;
}

/** Secrets that are read when the function starts, and every few minutes of its work. @throws as {@link readSecrets}. */
export async function rotatingSecrets<const Names extends readonly string[]>(
  names: Names,
  read: (names: Names) => Promise<Record<Names[number], string>> = readSecrets,
): Promise<RotatingSecrets<Names[number]>> {
  type Name = Names[number];
  const histories = async (): Promise<Map<Name, SecretHistory>> => {
    const values = await read(names);
    return new Map(names.map((name: Name) => [name, readHistory(values[name])]));
  };
  let known = await histories();
  let [readAt, now]: [Instant | undefined, Instant | undefined] = [undefined, undefined];
  const refresh = async (at: Instant): Promise<void> => {
    readAt ??= at;
    if (at <= addSeconds(readAt, REREAD_SECONDS)) return;
    try {
      known = await histories();
      readAt = at;
    } catch {
      // What is known still counts, for minutes at least; the next call asks again.
    }
  };
  const current = (name: Name): SecretInForce => {
    invariant(now, 'secrets are asked for at a moment that was told');
    return inForceAt(known.get(name)!, now);
  };
  return {
    async moveTo(at) {
      now = at;
      await refresh(at);
    },
    inForce: (name) => ({
      get current() {
        return current(name).current;
      },
      get accepted() {
        return current(name).accepted;
      },
    }),
    async madeWith(name, at) {
      await refresh(at);
      return inForceAt(known.get(name)!, at).current;
    },
  };
}
