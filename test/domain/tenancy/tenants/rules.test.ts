import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AgreementTemplate,
  pickDocument,
  reacceptanceDefault,
  templatesInEffect,
} from '../../../../functions/tenancy/agreements/domain/agreement.ts';
import { channelsFit } from '../../../../functions/tenancy/customers/domain/customer.ts';
import { type Acceptance, checkAcceptance } from '../../../../functions/tenancy/invitations/domain/invitation.ts';
import { invitationText } from '../../../../functions/tenancy/invitations/domain/invitation-text.ts';
import { systemChance } from '../../../../functions/tenancy/lambda/chance.ts';
import { passwordWeakness } from '../../../../functions/tenancy/people/domain/password.ts';
import { nameEntryPrefix } from '../../../../functions/tenancy/relationships/store/keys.ts';
import { audienceOf } from '../../../../functions/tenancy/sign-in/domain/audience.ts';
import { isCulture } from '../../../../functions/tenancy/tenants/domain/culture.ts';
import {
  domainPartOf,
  isGivenByProgram,
  isUserPrincipalName,
  primaryDomain,
} from '../../../../functions/tenancy/tenants/domain/domain-name.ts';
import { parseFilter } from '../../../../shared/http/filter.ts';
import { steadySecret } from '../../../../shared/identity/rotation.ts';
import { aesSeal } from '../../../../shared/identity/seal.ts';
import { alike, replaced } from '../../../../shared/kernel/given.ts';
import { instant } from '../../../../shared/kernel/time.ts';

describe('REL-2: who may accept, in the order of the contract', () => {
  const good: Acceptance['accepter'] = {
    isPartnerTenant: false,
    isGlobalAdmin: true,
    isSyndication: false,
    country: 'US',
    isRejected: false,
  };
  const partner: Acceptance['partner'] = { mayDoNewBusiness: true, regionCountries: ['US'] };
  const bad: Acceptance['accepter'] = {
    isPartnerTenant: true,
    isGlobalAdmin: false,
    isSyndication: true,
    country: 'DE',
    isRejected: true,
  };
  const order = [
    ['isPartnerTenant', 'own_tenant_not_allowed'],
    ['isGlobalAdmin', 'customer_global_admin_required'],
    ['isSyndication', 'syndication_customer'],
    ['country', 'country_not_authorized'],
    ['isRejected', 'customer_rejected'],
  ] as const;

  test.each(
    order.map(([member, refusal], index) => ({ member, refusal, mended: order.slice(0, index).map(([m]) => m) })),
  )('REL-2: with everything before $member mended, the answer is $refusal', ({ refusal, mended }) => {
    const accepter = { ...bad, ...Object.fromEntries(mended.map((member) => [member, good[member]])) };
    const checked = checkAcceptance({ accepter, partner: { ...partner, mayDoNewBusiness: false } });
    expect(checked.ok ? 'accepted' : checked.refusal.name).toBe(refusal);
  });

  test('PRG-8: nobody accepts for a partner that does no new business', () => {
    const checked = checkAcceptance({ accepter: good, partner: { ...partner, mayDoNewBusiness: false } });
    expect(checked.ok ? 'accepted' : checked.refusal.name).toBe('account_not_active');
    expect(checkAcceptance({ accepter: good, partner }).ok).toBe(true);
  });

  test('REL-4: syndication and csp exclude each other', () => {
    expect(channelsFit(['syndication', 'csp']).ok).toBe(false);
    expect(channelsFit(['direct', 'csp', 'csp'])).toEqual({ ok: true, value: ['direct', 'csp'] });
  });
});

describe('REL-1: the mail text', () => {
  const facts = { type: 'reseller-invitation', partnerName: 'Fabrikam', url: 'https://x.example/i' } as const;
  test.each([
    ['de-CH', 'Einladung von Fabrikam'],
    ['fr-FR', 'Invitation de Fabrikam'],
    ['es-MX', 'Invitación de Fabrikam'],
    ['ja-JP', 'Invitation from Fabrikam'],
  ])('REL-1: in %s the subject is "%s", and the text holds the link', (locale, subject) => {
    const written = invitationText(locale, facts);
    expect(written.subject).toBe(subject);
    expect(written.text).toContain('https://x.example/i');
    expect(invitationText(locale, { ...facts, type: 'advisor-invitation' }).text).not.toBe(written.text);
  });
});

describe('CUS-1: domains and names', () => {
  test.each([
    ['contoso', 'contoso.onprogram.example', 'a prefix gets the platform’s own suffix'],
    [' Contoso.Example ', 'contoso.example', 'a full name in lower case'],
    ['a-b.onprogram.example', 'a-b.onprogram.example', 'dashes inside'],
    ['-a.example', undefined, 'no dash at the edge'],
    ['a..example', undefined, 'no empty label'],
    ['a b', undefined, 'no space'],
    ['1.2.3.4', undefined, 'no address'],
    ['contoso.onprogram.example.', undefined, 'no dot at the end'],
    ['\u212aontoso', undefined, 'no letter that only lower case makes Latin'],
    ['c\u043entoso.example', undefined, 'no letter of another script'],
    ['contoso\u3002onprogram\u3002example', undefined, 'no other sign for a dot'],
    [`${'a'.repeat(64)}.example`, undefined, 'a label has 63 characters'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`, 'and no fewer allowed'],
    [`${'a'.repeat(63)}.${'b'.repeat(52)}.example`, undefined, 'an administrator’s name in it must fit the issuer'],
  ])('CUS-1: "%s" is %s: %s', (text, domain, _because) => {
    const read = primaryDomain(text, ['onprogram.example']);
    expect(read.ok ? read.value : undefined).toBe(domain);
  });

  test.each([
    ['contoso.onprogram.example', true, 'one label below a suffix'],
    ['contoso.onmicrosoft.com', true, 'one label below another suffix'],
    ['microsoft.com', false, 'a name of somebody'],
    ['contoso.example', false, 'a sister of the suffix'],
    ['onprogram.example', false, 'the suffix itself'],
    ['a.contoso.onprogram.example', false, 'two labels: below somebody’s name'],
    ['contosoonprogram.example', false, 'ends in the letters, not in the labels'],
    ['contoso.onprogram.example.evil.example', false, 'the suffix inside'],
    ['xn--cntoso-tcb.onprogram.example', false, 'a label that is shown in another script'],
    ['ab--cd.onprogram.example', false, 'a label of an encoding to come'],
    ['a-b--c.onprogram.example', true, 'hyphens elsewhere'],
  ])('CUS-1: the program gives %s: %s, %s', (domain, isGiven, _because) => {
    expect(isGivenByProgram(domain, ['onprogram.example', 'onmicrosoft.com'])).toBe(isGiven);
  });

  test('CUS-2: a long name is cut for its key, but no character is', () => {
    const name = `${'x'.repeat(199)}\u{1f600}`;
    expect(nameEntryPrefix(name).isWellFormed()).toBe(true);
    expect(nameEntryPrefix(`${name} Ltd`)).toBe(nameEntryPrefix(name));
  });

  test('ROL-1: a sign-in name is a name in a domain', () => {
    expect(isUserPrincipalName("o'neil.x+y@a.example")).toBe(true);
    expect(isUserPrincipalName('a@b@c.example')).toBe(false);
    expect(isUserPrincipalName('a b@c.example')).toBe(false);
    expect(isUserPrincipalName(`a@${'b'.repeat(126)}`)).toBe(true);
    expect(isUserPrincipalName(`a@${'b'.repeat(127)}`)).toBe(false);
    expect(domainPartOf('A@B.Example')).toBe('b.example');
  });
});

describe('AGR-2: versions of the customer agreement', () => {
  const at = instant('2026-11-02T09:00:00Z');
  const template = (
    versionRank: number,
    effectiveAt: string,
    agreementType = 'MicrosoftCloudAgreement',
  ): AgreementTemplate => ({
    templateId: `${agreementType}${versionRank}`,
    agreementType: agreementType as AgreementTemplate['agreementType'],
    versionRank,
    effectiveAt: instant(effectiveAt),
    reacceptanceFrom: instant(effectiveAt),
    publishedAt: instant(effectiveAt),
    documents: [],
  });

  test('AGR-2: the newest in effect of each type is offered; one of the future is not', () => {
    const all = [
      template(1, '2026-01-01T00:00:00Z'),
      template(2, '2026-06-01T00:00:00Z'),
      template(3, '2026-12-01T00:00:00Z'),
      template(1, '2026-01-01T00:00:00Z', 'MicrosoftCustomerAgreement'),
    ];
    expect(templatesInEffect(all, at).map(({ templateId }) => templateId)).toEqual([
      'MicrosoftCloudAgreement2',
      'MicrosoftCustomerAgreement1',
    ]);
  });

  test.each([
    [1, '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z', 'a first version is due at once'],
    [2, '2026-11-02T09:00:00.000Z', '2026-12-02T09:00:00.000Z', 'a later one after 30 days’ notice'],
    [2, '2027-03-01T00:00:00.000Z', '2027-03-01T00:00:00.000Z', 'never before it is in effect'],
  ])('AGR-2: version %i in effect from %s is due from %s: %s', (versionRank, effectiveAt, due, _because) => {
    expect(reacceptanceDefault(versionRank, instant(effectiveAt), at)).toBe(due);
  });

  const documents = [
    { country: 'US', language: 'en-US' },
    { country: 'US', language: 'es-US' },
    { country: 'DE', language: 'de-DE' },
    { country: 'DE', language: 'en-US' },
  ];
  test.each([
    ['DE', 'de-DE', 'DE de-DE', 'as asked'],
    ['DE', 'DE-de', 'DE de-DE', 'in any case'],
    ['DE', 'de-AT', 'DE de-DE', 'the language in another culture'],
    ['DE', 'fr-FR', 'DE en-US', 'English there'],
    ['FR', 'fr-FR', 'US en-US', 'the program’s own text'],
    ['MX', 'es-US', 'US es-US', 'the program’s own text in that language'],
  ])('AGR-2: for %s in %s the document is %s: %s', (country, language, expected, _because) => {
    const picked = pickDocument(documents, { country, language });
    expect(`${picked?.country} ${picked?.language}`).toBe(expected);
  });
});

describe('conventions 2.1, 5, 7', () => {
  const root = 'https://api.example.org';
  test.each([
    [undefined, root, 'none named: our own'],
    ['https://graph.windows.net', 'https://graph.windows.net', 'the documented audience'],
    ['https://graph.windows.net/.default', 'https://graph.windows.net', 'as a scope'],
    [`${root}/.default offline_access openid`, root, 'our root among sign-in scopes'],
    [
      'https://api.partnercenter.microsoft.com/user_impersonation',
      'https://api.partnercenter.microsoft.com',
      'the original',
    ],
    ['https://api.partner.microsoft.com/.default', 'https://api.partner.microsoft.com', 'its sister'],
    ['https://api.partner.microsoft.com/', 'https://api.partner.microsoft.com', 'that of price sheets by resource'],
    ['HTTPS://API.Partner.Microsoft.com/user_impersonation', 'https://api.partner.microsoft.com', 'the same by scope'],
    ['openid https://api.partner.microsoft.com/v1.0/sales/.default', 'https://api.partner.microsoft.com', 'its paths'],
    ['csp/api', root, 'the issuer’s own scope'],
    ['urn:somebody', undefined, 'a name that is no address'],
    ['localhost:4400/.default', undefined, 'an address without http'],
    ['https://vault.example/.default', undefined, 'somebody else’s'],
    [`${root}/.default https://vault.example/.default`, undefined, 'ours and somebody else’s'],
  ])('the audience of "%s" is %s: %s', (requested, audience, _because) => {
    expect(audienceOf(requested, root)).toBe(audience);
  });

  test('on one machine its name is as good as its address', () => {
    expect(audienceOf('http://localhost:4400/.default', 'http://127.0.0.1:4400')).toBe('http://localhost:4400');
    expect(audienceOf('http://localhost:4401/.default', 'http://127.0.0.1:4400')).toBeUndefined();
  });

  test('a filter takes any case and underscores, and refuses what the list does not know', () => {
    const parse = (text: string) => parseFilter(text, ['Name'], ['startswith']);
    expect(parse('{"fieldType":1,"operator":"Starts_With","FIELD":"nAme","value":"x"}')).toEqual({
      ok: true,
      value: { field: 'Name', operator: 'startswith', value: 'x' },
    });
    for (const text of [
      '{',
      '[]',
      '{"Field":"Age","Operator":"startswith","Value":"x"}',
      '{"Field":"Name","Operator":"equals","Value":"x"}',
      '{"Field":"Name","Operator":"startswith"}',
    ])
      expect(parse(text).ok, text).toBe(false);
    expect(parse('').ok).toBe(true);
  });

  test('a PUT keeps what is absent and clears what is null', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.string()),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string())),
        (stored, sent) => {
          const after = replaced(stored, sent);
          for (const name of ['a', 'b', 'c'])
            expect(after[name]).toBe(name in sent ? (sent[name] ?? undefined) : stored[name]);
          expect(alike(replaced(after, sent), after)).toBe(true);
        },
      ),
    );
  });

  const KINDS = 'Use three of these: lower-case letters, upper-case letters, digits, symbols such as ! or -.';
  test.each([
    ['Correct-Horse-7', undefined],
    ['Sh0rt-1', 'Use at least 8 characters.'],
    ['Abcdef-1', undefined],
    ['H76b8823', undefined],
    ['Password1', undefined],
    ['Renew456*', undefined],
    ['password-1', undefined],
    ['PASSWORD-1', undefined],
    ['Passwords-', undefined],
    ['passwords', KINDS],
    ['password1', KINDS],
    ['PASSWORD1', KINDS],
    ['Passwords', KINDS],
    ['12345678-', KINDS],
    ['übergröße-77', undefined],
    ['Übergröße', KINDS],
    ['пароль-Пароль', undefined],
    [' Correct-Horse-7', 'Do not begin or end with a space.'],
    ['Correct-Maria-7', 'Leave your user name out of the password.'],
    [`Aa1-${'x'.repeat(252)}`, undefined],
    [`Aa1-${'x'.repeat(253)}`, 'Use at most 256 characters.'],
  ])('ROL-1: of the password "%s" the person reads: %s', (password, weakness) => {
    expect(passwordWeakness(password, 'maria@northwind.example')).toBe(weakness);
  });

  test('CUS-1: made passwords are strong, and no two alike', () => {
    const made = Array.from({ length: 200 }, () => systemChance.password());
    expect(made.map((password) => passwordWeakness(password, 'admin@contoso.example')).filter(Boolean)).toEqual([]);
    expect(new Set(made).size).toBe(made.length);
  });

  test('REL-2: what a cookie carries is readable to us alone, and any change breaks it', () => {
    const [seal, other] = [aesSeal(steadySecret('one'), 'cookie'), aesSeal(steadySecret('two'), 'cookie')];
    const sealed = seal.seal({ tenantId: 'x' });
    expect(seal.open(sealed)).toEqual({ tenantId: 'x' });
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('tenantId');
    expect(other.open(sealed)).toBeUndefined();
    expect(aesSeal(steadySecret('one'), 'stored answer').open(sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const broken = Buffer.from(bytes);
      broken[index]! ^= 1;
      expect(seal.open(broken.toString('base64url'))).toBeUndefined();
    }
    expect(seal.open('')).toBeUndefined();
  });
});

describe('conventions 5: cultures', () => {
  test.each(['en-US', 'EN-us', 'de-CH', 'pt-BR', 'he-IL', 'ja-JP'])('API-1: %s is one', (culture) => {
    expect(isCulture(culture)).toBe(true);
  });
  test.each(['en', '', 'en-', 'en_US', 'eng-US', 'en-USA', 'qq-US', 'en-QQ', 'en-ZZ', 'en-EU', 'US-en', 'en-US-x'])(
    'API-1: %s is none',
    (culture) => {
      expect(isCulture(culture)).toBe(false);
    },
  );
});
