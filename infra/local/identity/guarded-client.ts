import { ServiceError } from '../door/call.ts';
import type { Input } from '../door/json-service.ts';

/** Ways into the pool's own API, past its sign-in page. A client that names none has two of them at Cognito. */
const harmlessFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
const lifetimes = ['AccessToken', 'IdToken', 'RefreshToken'] as const;

/**
 * A client that would have Cognito's defaults where they are lax is refused here, however it is made: by a call or by the
 * template. @throws ServiceError InvalidParameterException that names what is missing.
 */
export function guardedClient(input: Input, place: string): Input {
  const flows = input.ExplicitAuthFlows as readonly string[] | undefined;
  const units = (input.TokenValidityUnits ?? {}) as Readonly<Record<string, unknown>>;
  const faults: [boolean, string][] = [
    [!flows?.every((flow) => harmlessFlows.includes(flow)), `ExplicitAuthFlows of ${harmlessFlows} alone`],
    [flows?.length === 0, 'ExplicitAuthFlows that are not empty'],
    [input.PreventUserExistenceErrors !== 'ENABLED', 'PreventUserExistenceErrors ENABLED'],
    [input.EnableTokenRevocation !== true, 'EnableTokenRevocation'],
    [!Array.isArray(input.ReadAttributes) || !Array.isArray(input.WriteAttributes), 'ReadAttributes, WriteAttributes'],
    ...lifetimes.map((token): [boolean, string] => [
      input[`${token}Validity`] === undefined || units[token] === undefined,
      `${token}Validity with its unit`,
    ]),
  ];
  const address = (input.CallbackURLs as readonly string[] | undefined)?.find((url) => !isTaken(url));
  if (address !== undefined)
    throw new ServiceError('InvalidParameterException', `${address} is no callback URL that Cognito takes.`);
  const missing = faults.filter(([isFault]) => isFault).map(([, what]) => what);
  if (missing.length === 0) return input;
  throw new ServiceError(
    'InvalidParameterException',
    `${place} would have lax defaults; give it ${missing.join('; ')}`,
  );
}

/** As Cognito: an absolute address without a fragment, over http only on the own machine, of at most 1024 characters. */
const isTaken = (url: string): boolean =>
  /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,1024}$/u.test(url) &&
  URL.canParse(url) &&
  !url.includes('#') &&
  (!/^http:/i.test(url) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?]|$)/.test(url));
