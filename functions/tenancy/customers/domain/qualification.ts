/** Words of the public API for what customers qualify for (tenancy contract 12). */
export const qualificationWords = ['none', 'education', 'nonprofit', 'government_community_cloud'] as const;
export type QualificationWord = (typeof qualificationWords)[number];

/** What the program can open for a customer; all others are commercial ones (CUS-5). */
export type Qualification = 'education' | 'nonprofit' | 'government';

export const qualificationWord = (qualification: Qualification | 'none' | undefined): QualificationWord =>
  qualification === 'government' ? 'government_community_cloud' : (qualification ?? 'none');

export const qualificationOf = (word: QualificationWord): Qualification | 'none' =>
  word === 'government_community_cloud' ? 'government' : word;
