import { LIMIT_MAX, type LimitName, type LimitSettings, limitSettings, limits } from '../shared/contracts/limits.ts';
import type { ContextName } from '../shared/contracts/routes.ts';
import type { Seller } from '../shared/contracts/seller.ts';

/** What a deployment may choose: `-c name=value` of the CDK, or `context` in cdk.json. */
export interface Settings {
  /** Begins the names of stacks, functions and parameters; another name is another installation. */
  readonly name: string;
  /** A sandbox: its sign-in counts as multi-factor, applications may be bound to users. The local runtime is one. */
  readonly sandbox: boolean;
  /** Applications may act as the user they are bound to. */
  readonly boundApplications: boolean;
  /** A user's token needs a second factor. */
  readonly mfaRequired: boolean;
  /** Where mails come from. */
  readonly senderAddress: string;
  /** What SES knows the sender by: the address, or a domain that it is in. */
  readonly senderIdentity: string;
  /** SES has the identity already; it is neither made nor removed. */
  readonly senderIdentityExists: boolean;
  /** How the program calls itself on pages and in mails. */
  readonly programName: string;
  /** Who invoices: stands on every statement. */
  readonly seller: Seller;
  /** Customers' first domains end in one of them, `contoso.onprogram.example`; a bare prefix in the first. */
  readonly customerDomainSuffixes: readonly string[];
  /** Prefix of the sign-in host; unique in the region, so by default it carries the account's number. */
  readonly cognitoDomainPrefix?: string;
  /** Root of the API where a domain of one's own stands before it. */
  readonly apiRoot?: string;
  /** Gets the alarms by mail. */
  readonly alarmAddress?: string;
  /** From how many in five minutes an alarm rises; `-c burst429=50`. */
  readonly bursts: Bursts;
  /** How much of what is limited; `-c limitMails=100`. */
  readonly limits: LimitSettings;
  /** Days from the end of a customer's last relationship until it is erased, unless it buys elsewhere (CUS-6). */
  readonly erasureGraceDays: number;
  /** Percent of a customer's budget for metered use from which on its partner is warned (USG-4). */
  readonly budgetWarningPercent: number;
  /** Years for which nobody changes or removes an issued invoice and its files. */
  readonly issuedRetentionYears: number;
  /** Ranges of the billing run that are computed at the same time. */
  readonly billingWorkersMax: number;
  /** Days that the backup vault keeps a day's backup, and a month's. */
  readonly backupDays: number;
  readonly backupMonthlyDays: number;
  /** ARN of a vault in another account or region that gets a copy of every backup. */
  readonly backupCopyVaultArn?: string;
  /** CloudFront and a firewall before API and pages; the gateway's own address is closed then. */
  readonly front?: FrontSettings;
  /** Requests of one address that the front takes in five minutes. */
  readonly frontRate: number;
  /** New versions of functions take over gradually, and are taken back by an alarm. */
  readonly gradual: boolean;
  /** Stacks that are made for the first time: what fails then must go without a trace, to be made anew. */
  readonly unprotected: readonly StackPart[];
}

/** What a stack is called behind the installation's name, in the order in which they are made. */
export const STACK_PARTS = [
  'foundation',
  'tenancy',
  'commerce',
  'billing',
  'support',
  'notifications',
  'front',
  'gateway',
] as const satisfies readonly ('foundation' | ContextName | 'front' | 'gateway')[];
export type StackPart = (typeof STACK_PARTS)[number];

export const stackName = ({ name }: Pick<Settings, 'name'>, part: StackPart): string => `${name}-${part}`;

/** Deletion is refused of a stack, its table and its pool; not while it is made for the first time. */
export const isProtected = ({ unprotected }: Pick<Settings, 'unprotected'>, part: StackPart): boolean =>
  !unprotected.includes(part);

/** By the status of refusals, and of mails that are sent. */
export type Bursts = Readonly<Record<keyof typeof BURSTS, number>>;
const BURSTS = { 401: 200, 403: 200, 429: 100, Mails: 1000 } as const;

export interface FrontSettings {
  /** Name under which API and pages are reached; the root of the API follows from it. */
  readonly domain: string;
  /** Certificate of that name, in us-east-1. */
  readonly certificateArn: string;
  /** Host of the gateway behind the front. */
  readonly origin: string;
}

/** Header by which the gateway knows the front. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';
/** Header in which the front tells whose request it is. */
export const VIEWER_ADDRESS_HEADER = 'x-viewer-address';

type Lookup = (key: string) => unknown;

const textOf = (lookup: Lookup, key: string): string | undefined => {
  const value = lookup(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** @throws TypeError for a switch that is neither on nor off. */
function switchOf(lookup: Lookup, key: string, otherwise: boolean): boolean {
  const value = lookup(key);
  if (value === undefined || value === '') return otherwise;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TypeError(`the switch ${key} is true or false, not ${String(value)}`);
}

/** @throws TypeError for a suffix that no name could end in. */
function suffixesOf(lookup: Lookup): readonly string[] | undefined {
  const suffixes = textOf(lookup, 'customerDomainSuffixes')
    ?.split(',')
    .map((suffix) => suffix.trim().toLowerCase());
  const wrong = suffixes?.find((suffix) => !/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(suffix));
  if (wrong !== undefined) throw new TypeError(`the suffix "${wrong}" of customerDomainSuffixes is no domain name`);
  return suffixes;
}

/** What a sandbox is called where nothing is said, and what any other is. */
const EXAMPLE_NAME = 'Example Cloud Program';
const PLAIN_NAME = 'Cloud solution provider program';

/** What a sandbox shows where nothing is said: a seller that nobody takes for a real one. */
const EXAMPLE_SELLER: Seller = {
  name: 'Example Cloud Program Ltd',
  address: ['1 Example Quay', 'London SW1A 1AA', 'United Kingdom'],
  taxId: 'GB123456789',
  bankDetails: ['Example Bank plc', 'IBAN GB00 EXAM 0000 0000 0000 00', 'BIC EXAMGB00'],
};
const SELLER_LINES = 6;
const SELLER_LINE_LENGTH = 120;

/** Lines of a letterhead, one after the other with a bar between. @throws TypeError for what no letterhead has. */
function linesOf(lookup: Lookup, key: string): readonly string[] | undefined {
  const lines = textOf(lookup, key)
    ?.split('|')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isWrong = lines && (lines.length > SELLER_LINES || lines.some(isNoLine));
  if (isWrong)
    throw new TypeError(
      `the switch ${key} is at most ${SELLER_LINES} lines of ${SELLER_LINE_LENGTH} characters with | between, without control characters`,
    );
  return lines;
}

const isNoLine = (line: string): boolean => line.length > SELLER_LINE_LENGTH || /\p{Cc}/u.test(line);

function sellerOf(lookup: Lookup, sandbox: boolean): Seller {
  const [name, taxId] = ['sellerName', 'sellerTaxId'].map((key) => linesOf(lookup, key)?.join(' '));
  const [address, bankDetails] = ['sellerAddress', 'sellerBank'].map((key) => linesOf(lookup, key));
  if (sandbox && !name && !taxId && !address && !bankDetails) return EXAMPLE_SELLER;
  return {
    name: name ?? PLAIN_NAME,
    address: [...(address ?? [])],
    ...(taxId && { taxId }),
    bankDetails: [...(bankDetails ?? [])],
  };
}

/** One line, the seller's name where only that is given. @throws TypeError for what is no line. */
function programNameOf(lookup: Lookup, sandbox: boolean): string {
  const named = textOf(lookup, 'programName')?.trim();
  if (named !== undefined && isNoLine(named))
    throw new TypeError(`the switch programName is one line of ${SELLER_LINE_LENGTH} characters`);
  return named || (linesOf(lookup, 'sellerName')?.join(' ') ?? (sandbox ? EXAMPLE_NAME : PLAIN_NAME));
}

/** @throws TypeError for a sender that mails could not come from. */
function senderOf(lookup: Lookup): Pick<Settings, 'senderAddress' | 'senderIdentity' | 'senderIdentityExists'> {
  const senderAddress = textOf(lookup, 'senderAddress')?.trim() ?? 'no-reply@open-csp.example';
  const senderIdentity = textOf(lookup, 'senderIdentity')?.trim() ?? senderAddress;
  const senderIdentityExists = switchOf(lookup, 'senderIdentityExists', false);
  if (!/^[^\s@<>",]+@([\w-]+\.)+[a-z]{2,}$/i.test(senderAddress))
    throw new TypeError('the switch senderAddress is an address alone, such as billing@example.org');
  const [address, identity] = [senderAddress.toLowerCase(), senderIdentity.toLowerCase()];
  const isUnder = (name: string): boolean => address.endsWith(`@${name}`) || address.endsWith(`.${name}`);
  if (address === identity || (!identity.includes('@') && isUnder(identity)))
    return { senderAddress, senderIdentity, senderIdentityExists };
  throw new TypeError('the switch senderIdentity is the senderAddress or a domain that it is in');
}

/** Name of the switch of a limit: `mails` is `limitMails`. */
export const limitSwitch = (name: LimitName): string => `limit${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** @throws TypeError for what is no whole number in the range: no deployment is without a limit by a slip. */
function numberOf(
  lookup: Lookup,
  key: string,
  { otherwise, min, max }: { otherwise: number; min: number; max: number },
) {
  const value = lookup(key);
  if (value === undefined || value === '') return otherwise;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new TypeError(`the switch ${key} is a whole number from ${min} to ${max}, not ${String(value)}`);
}

/** @throws TypeError when some of what a front needs is missing. */
function frontOf(lookup: Lookup): FrontSettings | undefined {
  const [domain, certificateArn, origin] = ['frontDomain', 'frontCertificateArn', 'frontOrigin'].map((key) =>
    textOf(lookup, key),
  );
  if (domain && certificateArn && origin) return { domain, certificateArn, origin };
  if (domain || certificateArn || origin)
    throw new TypeError('a front needs frontDomain, frontCertificateArn and frontOrigin together');
  return undefined;
}

/** @throws TypeError for an address that nobody could be sent back to after a sign-in: Cognito takes https alone. */
function apiRootOf(lookup: Lookup): string | undefined {
  const root = textOf(lookup, 'apiRoot')?.replace(/\/$/, '');
  if (root === undefined || /^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.~/-]+)?$/.test(root)) return root;
  throw new TypeError('the switch apiRoot begins with https:// and has neither query nor fragment');
}

/** @throws TypeError for what is no stack. */
function unprotectedOf(lookup: Lookup): readonly StackPart[] {
  const parts = textOf(lookup, UNPROTECTED)?.split(',') ?? [];
  const wrong = parts.find((part) => !STACK_PARTS.some((known) => known === part));
  if (wrong !== undefined) throw new TypeError(`${UNPROTECTED} names stacks, and ${wrong} is none`);
  return parts as StackPart[];
}

/** Said by `npm run deploy` itself, of stacks that it makes for the first time. */
export const UNPROTECTED = 'unprotected';

/** Names of all switches, as settings are read: what is none is a slip. */
export function switchNames(): readonly string[] {
  const names = new Set<string>();
  settingsOf((key) => void names.add(key));
  return [...names].filter((name) => name !== UNPROTECTED);
}

/** Reads the switches. @throws TypeError naming the one that is wrong. */
export function settingsOf(lookup: Lookup): Settings {
  const sandbox = switchOf(lookup, 'sandbox', false);
  const front = frontOf(lookup);
  const optional = {
    front,
    cognitoDomainPrefix: textOf(lookup, 'cognitoDomainPrefix'),
    apiRoot: apiRootOf(lookup) ?? (front && `https://${front.domain}`),
    alarmAddress: textOf(lookup, 'alarmAddress'),
    backupCopyVaultArn: textOf(lookup, 'backupCopyVaultArn'),
  };
  return {
    name: textOf(lookup, 'name') ?? 'open-csp',
    sandbox,
    boundApplications: switchOf(lookup, 'boundApplications', sandbox),
    gradual: switchOf(lookup, 'gradual', false),
    mfaRequired: switchOf(lookup, 'mfaRequired', true),
    ...senderOf(lookup),
    programName: programNameOf(lookup, sandbox),
    seller: sellerOf(lookup, sandbox),
    customerDomainSuffixes: suffixesOf(lookup) ?? ['onprogram.example', ...(sandbox ? ['onmicrosoft.com'] : [])],
    limits: limitSettings((name) =>
      numberOf(lookup, limitSwitch(name), { otherwise: limits[name].max, min: 1, max: LIMIT_MAX }),
    ),
    bursts: Object.fromEntries(
      Object.entries(BURSTS).map(([of, otherwise]) => [
        of,
        numberOf(lookup, `burst${of}`, { otherwise, min: 1, max: LIMIT_MAX }),
      ]),
    ) as Bursts,
    // What is suspended is deprovisioned after 60 days; the notice takes 30 of them.
    budgetWarningPercent: numberOf(lookup, 'budgetWarningPercent', { otherwise: 80, min: 1, max: 100 }),
    erasureGraceDays: numberOf(lookup, 'erasureGraceDays', { otherwise: 90, min: 60, max: 3650 }),
    issuedRetentionYears: numberOf(lookup, 'issuedRetentionYears', { otherwise: 10, min: 1, max: 100 }),
    billingWorkersMax: numberOf(lookup, 'billingWorkersMax', { otherwise: 50, min: 2, max: 1000 }),
    backupDays: numberOf(lookup, 'backupDays', { otherwise: 35, min: 1, max: 36_500 }),
    unprotected: unprotectedOf(lookup),
    frontRate: numberOf(lookup, 'frontRate', { otherwise: 10_000, min: 100, max: 2_000_000_000 }),
    backupMonthlyDays: numberOf(lookup, 'backupMonthlyDays', { otherwise: 400, min: 120, max: 36_500 }),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Settings>),
  };
}

/** SecureString parameters that the deployment makes and no template holds. */
export const secretParameters = ({ name }: Pick<Settings, 'name'>) => ({
  link: `/${name}/link-secret`,
  session: `/${name}/session-secret`,
});

/** Parameter with the switches of the installation, as `npm run deploy` was last told them. */
export const settingsParameter = ({ name }: Pick<Settings, 'name'>): string => `/${name}/settings`;

/** The archive of the bus. */
export const archiveName = ({ name }: Pick<Settings, 'name'>): string => `${name}-events`;

/** Parameter with the name of the bucket of what could not be published. */
export const failuresParameter = ({ name }: Pick<Settings, 'name'>): string => `/${name}/failures`;
