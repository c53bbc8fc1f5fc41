import { describe, expect, it } from 'vitest';
import { installationName, readArguments } from '../../infra/deploy/arguments.ts';
import { secretParameters, settingsOf } from '../../infra/settings.ts';
import { defaultLimits } from '../../shared/contracts/limits.ts';

const settings = (context: Record<string, unknown>) => settingsOf((key) => context[key]);

describe('OPS-1: a deployment is told by switches', () => {
  it.each`
    context                                               | expected                                                                | because
    ${{}}                                                 | ${{ sandbox: false, boundApplications: false, mfaRequired: true }}      | ${'the careful choice is the default'}
    ${{ sandbox: true }}                                  | ${{ sandbox: true, boundApplications: true }}                           | ${'a sandbox binds applications'}
    ${{ sandbox: true, boundApplications: false }}        | ${{ sandbox: true, boundApplications: false }}                          | ${'each can be set alone'}
    ${{ apiRoot: 'https://api.example.org/' }}            | ${{ apiRoot: 'https://api.example.org' }}                               | ${'links begin with a slash'}
    ${{ name: 'csp-test' }}                               | ${{ name: 'csp-test' }}                                                 | ${'another installation'}
    ${{}}                                                 | ${{ customerDomainSuffixes: ['onprogram.example'] }}                    | ${'one suffix for names of customers'}
    ${{ sandbox: true }}                                  | ${{ customerDomainSuffixes: ['onprogram.example', 'onmicrosoft.com'] }} | ${'clients of the public API send names under its suffix'}
    ${{ customerDomainSuffixes: 'A.example, b.example' }} | ${{ customerDomainSuffixes: ['a.example', 'b.example'] }}               | ${'several, the first for prefixes'}
  `('$context: $because', ({ context, expected }) => {
    expect(settings(context)).toMatchObject(expected);
  });

  it.each([
    'http://api.example.org',
    'api.example.org',
    'https://a.example/?b',
    'https://a.example/#b',
    'https://u@a.example',
  ])('the root %j is refused: nobody could be sent back there after a sign-in', (apiRoot) =>
    expect(() => settings({ apiRoot })).toThrow('apiRoot'),
  );

  it.each(['a', '.example', 'a.example,', 'a b.example'])('the suffix %j is refused', (customerDomainSuffixes) => {
    expect(() => settings({ customerDomainSuffixes })).toThrow('customerDomainSuffixes');
  });

  it('BIL-2: who invoices is told line by line; a sandbox shows an example, others nothing invented', () => {
    const told = {
      sellerName: 'Ops GmbH',
      sellerAddress: 'Kai 1 | 20457 Hamburg',
      sellerTaxId: 'DE1',
      sellerBank: 'IBAN DE1',
    };
    const seller = { name: 'Ops GmbH', address: ['Kai 1', '20457 Hamburg'], taxId: 'DE1', bankDetails: ['IBAN DE1'] };
    expect(settings(told).seller).toEqual(seller);
    expect(settings({ ...told, sandbox: true }).seller).toEqual(seller);
    expect(settings({}).seller).toEqual({ name: 'Cloud solution provider program', address: [], bankDetails: [] });
    expect(settings({ sandbox: true }).seller.bankDetails).not.toEqual([]);
    for (const wrong of ['a\tb', 'x'.repeat(121), '1|2|3|4|5|6|7'])
      expect(() => settings({ sellerAddress: wrong }), wrong).toThrow('sellerAddress');
  });

  it.each`
    context                                        | name                                 | because
    ${{}}                                          | ${'Cloud solution provider program'} | ${'nothing is said'}
    ${{ sandbox: true }}                           | ${'Example Cloud Program'}           | ${'nobody takes a sandbox for a real one'}
    ${{ sellerName: 'Ops GmbH' }}                  | ${'Ops GmbH'}                        | ${'who invoices is known'}
    ${{ sellerName: 'Ops', programName: ' Sky ' }} | ${'Sky'}                             | ${'it is said'}
  `('PRG-1: the program is called $name, because $because', ({ context, name }) => {
    expect(settings(context).programName).toBe(name);
  });

  it.each(['two\nlines', 'x'.repeat(121)])('PRG-1: no program is called %j', (programName) => {
    expect(() => settings({ programName })).toThrow('programName');
  });

  it('what is not given is not there', () => {
    expect(settings({})).not.toHaveProperty('apiRoot');
    expect(settings({ alarmAddress: '' })).not.toHaveProperty('alarmAddress');
  });

  it('conventions 12: a limit is a whole number; a slip leaves no deployment without', () => {
    expect(settings({}).limits).toEqual(defaultLimits);
    expect(settings({ limitMails: '100', limitImports: 2 }).limits).toEqual({
      ...defaultLimits,
      mails: 100,
      imports: 2,
    });
    for (const wrong of ['many', '0', '-1', '1.5', '1e3', 0, 100_001, null, Number.NaN])
      expect(() => settings({ limitMails: wrong }), String(wrong)).toThrow('limitMails');
    expect(settings({ burst429: '7' }).bursts).toEqual({ 401: 200, 403: 200, 429: 7, Mails: 1000 });
    expect(() => settings({ burstMails: 'many' })).toThrow('burstMails');
  });

  it('secrets have the installation in their name', () => {
    expect(secretParameters(settings({ name: 'csp-test' }))).toEqual({
      link: '/csp-test/link-secret',
      session: '/csp-test/session-secret',
    });
  });

  it.each`
    args                                        | name          | because
    ${[]}                                       | ${'open-csp'} | ${'nothing is said'}
    ${['-c', 'name=csp-test']}                  | ${'csp-test'} | ${'the short form'}
    ${['--context', 'name=csp-test']}           | ${'csp-test'} | ${'the long form'}
    ${['-c', 'sandbox=true', '-c', 'name=two']} | ${'two'}      | ${'among others'}
    ${['--context=name=csp-test']}              | ${'csp-test'} | ${'the long form in one word'}
    ${['-c=name=csp-test']}                     | ${'csp-test'} | ${'the short form in one word'}
    ${['-c', 'name=']}                          | ${'open-csp'} | ${'nothing stands behind it'}
  `('npm run deploy -- $args deploys $name, because $because', async ({ args, name }) => {
    expect(await installationName(readArguments(args))).toBe(name);
  });
});
