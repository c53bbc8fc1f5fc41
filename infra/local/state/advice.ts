/** Something that the person who typed the command can mend; the message says how, and nothing else need be shown. */
export class AdviceError extends Error {
  override readonly name = 'AdviceError';
}
