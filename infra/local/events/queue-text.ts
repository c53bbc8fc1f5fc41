/**
 * Text on queues. SQS takes every character of XML 1.0; the emulator refuses what lies beyond the basic plane (emoji,
 * rare CJK), so such characters are on it as JSON escapes, which mean the same to whoever reads the message.
 */

/** The same JSON document without characters beyond U+FFFF. What is no JSON comes back as it was, and may be refused. */
export function withoutAstral(json: string): string {
  const escaped = json.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, escapeUnits);
  return escaped === json || isJson(json) ? escaped : json;
}

const escapeUnits = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
    .join('');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Characters that no queue takes, on AWS neither, and that JSON leaves as they are. */
export const untakenByQueues = /[\uFFFE\uFFFF]/;
