import { billingCurrencyOf } from '../../../../shared/kernel/billing-currency.ts';

/**
 * Sales regions (PRG-3, PRG-4) and the currency of a partner's bill (PRG-10). A tenant is authorised for one region;
 * ten markets stand alone, every other country belongs to one of five regions. Territories are the dependent ones that
 * are sold with their market.
 */
export interface Region {
  readonly name: string;
  readonly markets: readonly string[];
  readonly territories: readonly string[];
}

const codes = (text: string): string[] => text.split(/\s+/).filter((code) => code !== '');
const region = (name: string, markets: string, territories = ''): Region => ({
  name,
  markets: codes(markets),
  territories: codes(territories),
});

export const regions: readonly Region[] = [
  region('US', 'US', 'AS GU MP UM'),
  region('CA', 'CA', 'PM'),
  region('CN', 'CN'),
  region('RU', 'RU'),
  region('JP', 'JP'),
  region('KR', 'KR'),
  region('IN', 'IN'),
  region('BR', 'BR'),
  region('AU', 'AU FJ', 'CX CC CK TF HM KI MH FM NR NU NF PW PG PN SB TK TO TV WF'),
  region('NZ', 'NZ', 'WS VU'),
  region(
    'EU_EFTA',
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE CH GB',
    'AX AD BV FO GI GL GG IM JE MC SM SJ VA',
  ),
  region(
    'LATAM_CARIBBEAN',
    `AI AQ AG AR AW BS BB BZ BM BO BQ VG KY CL CO CR CW DM DO EC SV FK GF GD GP GT GY HT HN JM MQ MX MS NI PA PY PE PR
     BL KN LC MF VC SX GS SR TT TC UY VE VI`,
  ),
  region(
    'AFRICA',
    `AO BJ BW BF BI CM CV CF TD KM CG CD CI DJ GQ ER ET PF GA GM GH GN GW KE LR MG MW ML MU YT NA NC NE NG RE RW ST SN
     SC SL SO SS SH TZ TG UG ZM`,
  ),
  region('ASIA_PACIFIC', 'BD BT BN KH HK ID LA MO MY MV MM NP PH SG LK TH TL VN TW'),
  region(
    'MEA_CEE',
    `AF AL DZ AM AZ BH BA BY IO EG GE IQ IL JO KZ XK KW KG LB LS LY MR MD ME MN MA MZ MK OM PK PS QA SA RS ZA SZ TJ TN
     TR TM UA AE UZ YE ZW`,
  ),
];

/** Every country where customers of the region may be. */
export const countriesOf = ({ markets, territories }: Region): readonly string[] => [...markets, ...territories];

const byCountry = new Map(regions.flatMap((of) => countriesOf(of).map((country) => [country, of] as const)));

/** The region that a country belongs to; undefined for a country where the program is not sold. */
export const regionOf = (country: string): Region | undefined => byCountry.get(country);
export const regionNamed = (name: string): Region | undefined => regions.find((known) => known.name === name);
export const knownCountries: readonly string[] = [...byCountry.keys()].sort();

/** Currency of the whole bill of a partner in this country, wherever its customers are (PRG-10). */
export const currencyOf = (country: string): string => billingCurrencyOf(country, regionOf(country)?.name);
