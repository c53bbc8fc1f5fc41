/**
 * What nobody on the way may keep (conventions 4): every answer of the API and of the token paths, errors and redirects
 * included. The certificates that webhooks are checked with are public and stay in caches.
 */
const CERTIFICATES = ['v1', 'webhooks', 'certificates'];

const isPublic = (words: readonly string[]): boolean => CERTIFICATES.every((word, index) => words[index] === word);

const isPrivate = (words: readonly string[]): boolean =>
  words[0] === 'v1' || (words[1] === 'oauth2' && words.at(-1) === 'token');

/** The headers that say so, for the answer to a path; an operation elsewhere may say that its answer can be kept. */
export function keepingHeaders(
  rawPath: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const words = rawPath.toLowerCase().split('/').filter(Boolean);
  const nosniff = { 'x-content-type-options': 'nosniff' };
  if (isPublic(words)) return nosniff;
  if (isPrivate(words)) return { ...nosniff, 'cache-control': 'no-store' };
  return { ...nosniff, 'cache-control': headers['cache-control'] ?? 'no-store' };
}
