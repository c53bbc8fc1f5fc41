import {
  GetParameterCommand,
  ParameterTier,
  ParameterType,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { settingsOf, settingsParameter, switchNames } from '../settings.ts';
import type { Switches } from './arguments.ts';

/** Switches as the installation remembers them. `undefined`: it has none yet. */
export async function keptSwitches(client: SSMClient, name: string): Promise<Switches | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: settingsParameter({ name }) }));
    return JSON.parse(Parameter?.Value ?? '{}') as Switches;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}

/** Kept before anything is deployed: a deployment that ended half way goes on with the same ones. */
export async function keepSwitches(client: SSMClient, name: string, switches: Switches): Promise<void> {
  await client.send(
    new PutParameterCommand({
      Name: settingsParameter({ name }),
      Type: ParameterType.STRING,
      Tier: ParameterTier.INTELLIGENT_TIERING,
      Value: JSON.stringify(switches),
      Overwrite: true,
      Description: 'Switches of the installation; npm run deploy reads and writes them.',
    }),
  );
}

/**
 * What counts: the nearer goes before the farther, and an empty value is the default. The name is no switch of an
 * installation, it is which one.
 * @throws TypeError for a name that is no switch, or a value that it does not take.
 */
export function switchesOf(said: { kept?: Switches | undefined; file: Switches; given: Switches }): Switches {
  const known = new Set(switchNames());
  const isOfTheLibrary = (name: string): boolean => /[@:/]/.test(name);
  const wrong = Object.keys(said.given).find((name) => !known.has(name) && !isOfTheLibrary(name));
  if (wrong !== undefined) throw new TypeError(`there is no switch ${wrong}: infra/README.md lists them`);
  const all = Object.entries({ ...said.kept, ...said.file, ...said.given });
  const switches = Object.fromEntries(
    all
      .filter(([name, value]) => value !== '' && name !== 'name' && known.has(name))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  settingsOf((key) => switches[key]);
  return switches;
}

/** What the gateway uses of earlier stacks while it is on, by the switch that says so. */
const USED_BY_GATEWAY: Readonly<Record<string, readonly string[]>> = {
  frontDomain: ['frontDomain', 'frontCertificateArn', 'frontOrigin'],
  gradual: ['gradual'],
};
const isOn = (value: string | undefined): boolean => value !== undefined && value !== 'false';

/**
 * What the gateway uses of an earlier stack cannot go before the gateway has let go of it. @returns the switches of before
 * without what goes: with them the gateway is deployed alone, before everything. `undefined` when nothing goes.
 */
export function lettingGo(before: Switches, after: Switches): Switches | undefined {
  const going = Object.entries(USED_BY_GATEWAY).filter(([key]) => isOn(before[key]) && !isOn(after[key]));
  if (going.length === 0) return undefined;
  const keys = going.flatMap(([, used]) => used);
  return Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));
}

export interface Change {
  readonly name: string;
  /** Absent: the default. */
  readonly before?: string;
  readonly after?: string;
}

export const changesOf = (before: Switches, after: Switches): readonly Change[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .sort()
    .map((name) => ({
      name,
      ...(before[name] !== undefined && { before: before[name] }),
      ...(after[name] !== undefined && { after: after[name] }),
    }));

/** What somebody must do, or know, besides. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  senderAddress: 'SES sends the new address a mail to confirm, or its domain has it already; no mail goes out before',
  senderIdentity:
    'no mail goes out before SES has confirmed it: an address by a mail, a domain by the outputs SenderRecord…',
  apiRoot: 'links, mails and redirects lead there from now on: the name must already lead to the API',
  frontDomain: 'links, mails and redirects lead there from now on: the name must lead to the front when it is there',
  cognitoDomainPrefix: 'a pool has one: take the old one away first (aws cognito-idp delete-user-pool-domain)',
  customerDomainSuffixes: 'domains that customers have stay as they are',
  erasureGraceDays: 'it holds for customers that were left already, too; who was told is erased 30 days after that',
  mfaRequired: 'it holds for everybody from their next sign-in',
};

/** One line a switch, for whoever is asked. */
export const described = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap(({ name, before, after }) => [
    `  ${name}: ${before ?? '(default)'} → ${after ?? '(default)'}`,
    ...(CONSEQUENCES[name] ? [`      ${CONSEQUENCES[name]}`] : []),
  ]);
