/** The program's market table (commerce contract 3) until the operator changes it: countries that it sells in, by region. */
const REGIONS: Readonly<Record<string, string>> = {
  US: 'US AS GU MP UM',
  CA: 'CA PM',
  CN: 'CN',
  RU: 'RU',
  JP: 'JP',
  KR: 'KR',
  IN: 'IN',
  BR: 'BR',
  AU: 'AU FJ CX CC CK TF HM KI MH FM NR NU NF PW PG PN SB TK TO TV WF',
  NZ: 'NZ WS VU',
  EU_EFTA:
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE CH GB AX AD BV FO GI GL GG IM JE MC SM SJ VA',
  LATAM_CARIBBEAN:
    'AI AQ AG AR AW BS BB BZ BM BO BQ VG KY CL CO CR CW DM DO EC SV FK GF GD GP GT GY HT HN JM MQ MX MS NI PA PY PE PR BL KN LC MF VC SX GS SR TT TC UY VE VI',
  AFRICA:
    'AO BJ BW BF BI CM CV CF TD KM CG CD CI DJ GQ ER ET PF GA GM GH GN GW KE LR MG MW ML MU YT NA NC NE NG RE RW ST SN SC SL SO SS SH TZ TG UG ZM',
  ASIA_PACIFIC: 'BD BT BN KH HK ID LA MO MY MV MM NP PH SG LK TH TL VN TW',
  MEA_CEE:
    'AF AL DZ AM AZ BH BA BY IO EG GE IQ IL JO KZ XK KW KG LB LS LY MR MD ME MN MA MZ MK OM PK PS QA SA RS ZA SZ TJ TN TR TM UA AE UZ YE ZW',
};

/** In which countries the program sells, and in which region each lies: from its table, or as the operator changed it. */
export interface Markets {
  /** Undefined for a country in which the program sells nothing. */
  regionOf(country: string): string | undefined;
  /** All of them, in the order of the alphabet. */
  readonly countries: readonly string[];
}

/** A region with its countries, one after the other with a blank between. */
export interface MarketRegion {
  readonly region: string;
  readonly countries: string;
}

export function marketsOf(regions: readonly MarketRegion[]): Markets {
  const regionOfCountry = new Map(
    regions.flatMap(({ region, countries }) => countries.split(' ').map((country) => [country, region])),
  );
  return { regionOf: (country) => regionOfCountry.get(country), countries: [...regionOfCountry.keys()].sort() };
}

export const firstMarkets: Markets = marketsOf(
  Object.entries(REGIONS).map(([region, countries]) => ({ region, countries })),
);

/** True for a country in which the program sells at all. */
export const isProgramMarket = ({ regionOf }: Markets, country: string): boolean => regionOf(country) !== undefined;

/** The region to which national-cloud offers are confined, partners and customers alike (CAT-6). */
export const NATIONAL_CLOUD_REGION = 'EU_EFTA';
