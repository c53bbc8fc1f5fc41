/** Colours of what people read, pages and mails alike: contrast AA, in the light and in the dark. */
export interface Colours {
  readonly ink: string;
  readonly quiet: string;
  readonly paper: string;
  readonly ground: string;
  readonly line: string;
  readonly accent: string;
  readonly accentStrong: string;
  readonly onAccent: string;
}

export const light: Colours = {
  ink: '#1b2430',
  quiet: '#51606f',
  paper: '#ffffff',
  ground: '#eef2f5',
  line: '#d5dde4',
  accent: '#0b5f66',
  accentStrong: '#084a50',
  onAccent: '#ffffff',
};

export const dark: Colours = {
  ink: '#e8edf2',
  quiet: '#a9b6c3',
  paper: '#17202a',
  ground: '#0e151d',
  line: '#2e3b48',
  accent: '#5cc4c9',
  accentStrong: '#86d8dc',
  onAccent: '#06262a',
};
