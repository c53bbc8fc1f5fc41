/**
 * What is limited, so that guessing, mailing and registering without end does no harm (conventions 12). Each is counted
 * per tenant and kind of act, so that other tenants notice nothing. The number is a setting of the deployment.
 */
export interface Limit {
  /** How many, unless the deployment says otherwise. */
  readonly max: number;
  /** Length of the window that begins with the first act; absent where the number holds at any time. */
  readonly seconds?: number;
  /** What is counted, for the reference. */
  readonly counts: string;
  /** For whom, for the reference. */
  readonly per: string;
}

const MINUTE = 60;
const HOUR = 3600;

export const limits = {
  wrongSecrets: {
    max: 10,
    seconds: MINUTE,
    counts: 'Wrong secrets shown at the token endpoints; a right one always passes.',
    per: 'client',
  },
  wrongPasswords: {
    max: 10,
    seconds: MINUTE,
    counts:
      'Wrong passwords on the page where a given one is replaced; while it is reached a right one is refused, too.',
    per: 'user and address',
  },
  guessedLinks: {
    max: 10,
    seconds: MINUTE,
    counts: 'Links of invitations, partnerships and passwords that do not exist; one that does always opens.',
    per: 'address, or caller',
  },
  mails: {
    max: 60,
    seconds: HOUR,
    counts: 'Invitation and sign-in mails that calls ask for, one for each addressee.',
    per: 'partner',
  },
  registrations: { max: 50, seconds: HOUR, counts: 'Registrations of applications.', per: 'tenant' },
  registrationsKept: { max: 200, counts: 'Applications registered and not deleted.', per: 'tenant' },
  imports: { max: 5, counts: 'Imports of files under way at once.', per: 'tenant' },
  exports: { max: 5, counts: 'Exports of the own data under way at once.', per: 'tenant' },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;
export type LimitSettings = Readonly<Record<LimitName, number>>;

export const limitNames = Object.keys(limits) as readonly LimitName[];

/** The numbers of a deployment, where `given` gives no other. */
export const limitSettings = (given: (name: LimitName) => number | undefined): LimitSettings =>
  Object.fromEntries(limitNames.map((name) => [name, given(name) ?? limits[name].max])) as LimitSettings;

export const defaultLimits: LimitSettings = limitSettings(() => undefined);

/** Most that any limit may be: what a counter holds exactly, and imports are looked at in one read. */
export const LIMIT_MAX = 100_000;

export const isLimit = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LIMIT_MAX;

/**
 * The numbers as the environment of a function says them: JSON by name.
 * @throws TypeError when one is missing or no whole number of 1 to {@link LIMIT_MAX}: a function must not start without.
 */
export function readLimits(text: string): LimitSettings {
  const given = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return limitSettings((name) => {
    const value = given[name];
    if (!isLimit(value)) throw new TypeError(`the limit ${name} is a whole number, not ${String(value)}`);
    return value;
  });
}
