/** What is known of each market beyond the default rules. Data, in one line a country. */
export interface MarketData {
  readonly cultures?: readonly string[];
  readonly postalCode?: string;
  readonly isStateRequired?: true;
  readonly isPostalCodeOptional?: true;
  readonly states?: readonly string[];
  readonly vatId?: string;
  readonly taxId?: { readonly format: string; readonly sample: string; readonly isOptional: boolean };
  readonly registrationNumber?: { readonly pattern: string; readonly sample: string };
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const US_STATES = words(`AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH
  NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY`);
const CA_STATES = words('AB BC MB NB NL NS NT NU ON PE QC SK YT');
const CN_STATES = words(`AH BJ CQ FJ GD GS GX GZ HA HB HE HI HL HN JL JS JX LN NM NX QH SC SD SH SN SX TJ XJ XZ YN ZJ`);
const MX_STATES = words(
  `AG BC BS CH CL CM CO CS DF DG GR GT HG JA ME MI MO NA NL OA PU QE QR SI SL SO TB TL TM VE YU ZA`,
);

/** Dates and digits of registration numbers are not checked beyond their shape: each market's register does that. */
export const marketData: Readonly<Record<string, MarketData>> = {
  US: {
    cultures: ['en-US', 'es-US'],
    postalCode: '^\\d{5}(-\\d{4})?$',
    isStateRequired: true,
    states: US_STATES,
    taxId: { format: '^\\d{2}-\\d{7}$', sample: '12-3456789', isOptional: true },
  },
  CA: {
    cultures: ['en-CA', 'fr-CA'],
    postalCode: '^[A-Za-z]\\d[A-Za-z][ -]?\\d[A-Za-z]\\d$',
    isStateRequired: true,
    states: CA_STATES,
    taxId: { format: '^\\d{9}RT\\d{4}$', sample: '123456789RT0001', isOptional: true },
  },
  CN: { cultures: ['zh-CN'], postalCode: '^\\d{6}$', isStateRequired: true, states: CN_STATES },
  MX: { cultures: ['es-MX'], postalCode: '^\\d{5}$', isStateRequired: true, states: MX_STATES },
  JP: { cultures: ['ja-JP'], postalCode: '^\\d{3}-?\\d{4}$', isStateRequired: true },
  KR: { cultures: ['ko-KR'], postalCode: '^\\d{5}$' },
  AU: { cultures: ['en-AU'], postalCode: '^\\d{4}$', isStateRequired: true },
  NZ: { cultures: ['en-NZ'], postalCode: '^\\d{4}$' },
  IN: { cultures: ['en-IN', 'hi-IN'], postalCode: '^\\d{6}$', isStateRequired: true },
  BR: {
    cultures: ['pt-BR'],
    postalCode: '^\\d{5}-?\\d{3}$',
    isStateRequired: true,
    taxId: { format: '^\\d{14}$', sample: '12345678000195', isOptional: true },
  },
  AT: { cultures: ['de-AT'], postalCode: '^\\d{4}$', vatId: '^ATU\\d{8}$' },
  BE: { cultures: ['nl-BE', 'fr-BE', 'de-BE'], postalCode: '^\\d{4}$', vatId: '^BE[01]\\d{9}$' },
  BG: { cultures: ['bg-BG'], postalCode: '^\\d{4}$', vatId: '^BG\\d{9,10}$' },
  CH: { cultures: ['de-CH', 'fr-CH', 'it-CH'], postalCode: '^\\d{4}$', vatId: '^CHE\\d{9}(MWST|TVA|IVA)?$' },
  CY: { cultures: ['el-CY', 'en-CY'], postalCode: '^\\d{4}$', vatId: '^CY\\d{8}[A-Z]$' },
  CZ: { cultures: ['cs-CZ'], postalCode: '^\\d{3} ?\\d{2}$', vatId: '^CZ\\d{8,10}$' },
  DE: { cultures: ['de-DE'], postalCode: '^\\d{5}$', vatId: '^DE\\d{9}$' },
  DK: { cultures: ['da-DK'], postalCode: '^\\d{4}$', vatId: '^DK\\d{8}$' },
  EE: { cultures: ['et-EE'], postalCode: '^\\d{5}$', vatId: '^EE\\d{9}$' },
  ES: { cultures: ['es-ES', 'ca-ES'], postalCode: '^\\d{5}$', vatId: '^ES[A-Z0-9]\\d{7}[A-Z0-9]$' },
  FI: { cultures: ['fi-FI', 'sv-FI'], postalCode: '^\\d{5}$', vatId: '^FI\\d{8}$' },
  FR: { cultures: ['fr-FR'], postalCode: '^\\d{5}$', vatId: '^FR[A-Z0-9]{2}\\d{9}$' },
  GB: {
    cultures: ['en-GB'],
    // Forces' post offices have numbers of their own (BFPO 61, BFPO c/o 61), and one bank a code of no district.
    postalCode:
      '^([A-Za-z]{1,2}\\d[A-Za-z\\d]? ?\\d[A-Za-z]{2}|[Gg][Ii][Rr] ?0[Aa]{2}|[Bb][Ff][Pp][Oo] ?([Cc]/[Oo] ?)?\\d{1,4})$',
    vatId: '^GB(\\d{9}|\\d{12})$',
  },
  GR: { cultures: ['el-GR'], postalCode: '^\\d{3} ?\\d{2}$', vatId: '^EL\\d{9}$' },
  HR: { cultures: ['hr-HR'], postalCode: '^\\d{5}$', vatId: '^HR\\d{11}$' },
  HU: {
    cultures: ['hu-HU'],
    postalCode: '^\\d{4}$',
    vatId: '^HU\\d{8}$',
    registrationNumber: { pattern: '^\\d{2}-?\\d{2}-?\\d{6}$', sample: '01-09-123456' },
  },
  IE: { cultures: ['en-IE'], isPostalCodeOptional: true, vatId: '^IE\\d[A-Z0-9+*]\\d{5}[A-Z]{1,2}$' },
  IS: { cultures: ['is-IS'], postalCode: '^\\d{3}$' },
  IT: { cultures: ['it-IT'], postalCode: '^\\d{5}$', vatId: '^IT\\d{11}$' },
  LI: { cultures: ['de-LI'], postalCode: '^\\d{4}$' },
  LT: { cultures: ['lt-LT'], postalCode: '^(LT-)?\\d{5}$', vatId: '^LT(\\d{9}|\\d{12})$' },
  LU: { cultures: ['fr-LU', 'de-LU'], postalCode: '^(L-)?\\d{4}$', vatId: '^LU\\d{8}$' },
  LV: { cultures: ['lv-LV'], postalCode: '^(LV-)?\\d{4}$', vatId: '^LV\\d{11}$' },
  MT: { cultures: ['en-MT', 'mt-MT'], postalCode: '^[A-Z]{3} ?\\d{4}$', vatId: '^MT\\d{8}$' },
  NL: { cultures: ['nl-NL'], postalCode: '^\\d{4} ?[A-Za-z]{2}$', vatId: '^NL\\d{9}B\\d{2}$' },
  NO: { cultures: ['nb-NO'], postalCode: '^\\d{4}$', vatId: '^\\d{9}(MVA)?$' },
  PL: { cultures: ['pl-PL'], postalCode: '^\\d{2}-\\d{3}$', vatId: '^PL\\d{10}$' },
  PT: { cultures: ['pt-PT'], postalCode: '^\\d{4}-\\d{3}$', vatId: '^PT\\d{9}$' },
  RO: { cultures: ['ro-RO'], postalCode: '^\\d{6}$', vatId: '^RO\\d{2,10}$' },
  SE: { cultures: ['sv-SE'], postalCode: '^\\d{3} ?\\d{2}$', vatId: '^SE\\d{12}$' },
  SI: { cultures: ['sl-SI'], postalCode: '^(SI-)?\\d{4}$', vatId: '^SI\\d{8}$' },
  SK: { cultures: ['sk-SK'], postalCode: '^\\d{3} ?\\d{2}$', vatId: '^SK\\d{10}$' },
  SG: { cultures: ['en-SG'], postalCode: '^\\d{6}$' },
  ZA: { cultures: ['en-ZA'], postalCode: '^\\d{4}$', vatId: '^4\\d{9}$' },
  AM: { cultures: ['hy-AM'], registrationNumber: { pattern: '^\\d{8}$', sample: '01234567' } },
  AZ: { cultures: ['az-AZ'], registrationNumber: { pattern: '^\\d{10}$', sample: '1234567890' } },
  BY: { cultures: ['be-BY', 'ru-BY'], registrationNumber: { pattern: '^\\d{9}$', sample: '123456789' } },
  KG: { cultures: ['ky-KG'], registrationNumber: { pattern: '^\\d{14}$', sample: '12345678901234' } },
  KZ: { cultures: ['kk-KZ', 'ru-KZ'], registrationNumber: { pattern: '^\\d{12}$', sample: '123456789012' } },
  MD: { cultures: ['ro-MD'], registrationNumber: { pattern: '^\\d{13}$', sample: '1234567890123' } },
  RU: {
    cultures: ['ru-RU'],
    postalCode: '^\\d{6}$',
    registrationNumber: { pattern: '^(\\d{10}|\\d{12})$', sample: '1234567890' },
  },
  TJ: { cultures: ['tg-TJ'], registrationNumber: { pattern: '^\\d{9}$', sample: '123456789' } },
  UA: {
    cultures: ['uk-UA'],
    postalCode: '^\\d{5}$',
    registrationNumber: { pattern: '^(\\d{8}|\\d{10}|\\d{12})$', sample: '12345678' },
  },
  UZ: { cultures: ['uz-UZ'], registrationNumber: { pattern: '^\\d{9}$', sample: '123456789' } },
};

/** Calling codes: `code countries`, one line a code. */
const CALLING = `
1 US CA PR UM|1242 BS|1246 BB|1264 AI|1268 AG|1284 VG|1340 VI|1345 KY|1441 BM|1473 GD|1649 TC|1664 MS|1670 MP|1671 GU
1684 AS|1721 SX|1758 LC|1767 DM|1784 VC|1809 DO|1868 TT|1869 KN|1876 JM|7 RU KZ|20 EG|27 ZA|30 GR|31 NL|32 BE|33 FR
34 ES|36 HU|39 IT VA|40 RO|41 CH|43 AT|44 GB GG IM JE|45 DK|46 SE|47 NO BV SJ|48 PL|49 DE|51 PE|52 MX|54 AR|55 BR
56 CL|57 CO|58 VE|60 MY|61 AU CC CX HM|62 ID|63 PH|64 NZ PN|65 SG|66 TH|81 JP|82 KR|84 VN|86 CN|90 TR|91 IN|92 PK
93 AF|94 LK|95 MM|211 SS|212 MA|213 DZ|216 TN|218 LY|220 GM|221 SN|222 MR|223 ML|224 GN|225 CI|226 BF|227 NE|228 TG
229 BJ|230 MU|231 LR|232 SL|233 GH|234 NG|235 TD|236 CF|237 CM|238 CV|239 ST|240 GQ|241 GA|242 CG|243 CD|244 AO
245 GW|246 IO|248 SC|250 RW|251 ET|252 SO|253 DJ|254 KE|255 TZ|256 UG|257 BI|258 MZ|260 ZM|261 MG|262 RE YT TF
263 ZW|264 NA|265 MW|266 LS|267 BW|268 SZ|269 KM|290 SH|291 ER|297 AW|298 FO|299 GL|350 GI|351 PT|352 LU|353 IE
354 IS|355 AL|356 MT|357 CY|358 FI AX|359 BG|370 LT|371 LV|372 EE|373 MD|374 AM|375 BY|376 AD|377 MC|378 SM|380 UA
381 RS|382 ME|383 XK|385 HR|386 SI|387 BA|389 MK|420 CZ|421 SK|423 LI|500 FK GS|501 BZ|502 GT|503 SV|504 HN|505 NI
506 CR|507 PA|508 PM|509 HT|590 GP BL MF|591 BO|592 GY|593 EC|594 GF|595 PY|596 MQ|597 SR|598 UY|599 CW BQ|670 TL
672 NF|673 BN|674 NR|675 PG|676 TO|677 SB|678 VU|679 FJ|680 PW|681 WF|682 CK|683 NU|685 WS|686 KI|687 NC|688 TV
689 PF|690 TK|691 FM|692 MH|852 HK|853 MO|855 KH|856 LA|880 BD|886 TW|960 MV|961 LB|962 JO|964 IQ|965 KW|966 SA
967 YE|968 OM|970 PS|971 AE|972 IL|973 BH|974 QA|975 BT|976 MN|977 NP|992 TJ|993 TM|994 AZ|995 GE|996 KG|998 UZ`;

export const callingCodes: ReadonlyMap<string, readonly string[]> = new Map(
  CALLING.split(/[|\n]/).flatMap((line) => {
    const [code, ...countries] = words(line);
    return countries.map((country) => [country, [code!]] as const);
  }),
);
