import { invariant } from '../kernel/invariant.ts';
import { jsonService } from './json-service.ts';

/** Reads SecureString parameters once, at the start of a function. @throws InvariantError when one is missing. */
export async function readSecrets<const Names extends readonly string[]>(
  names: Names,
): Promise<Record<Names[number], string>> {
  const answer = await jsonService('ssm', 'AmazonSSM')('GetParameters', { Names: names, WithDecryption: true });
  const parameters = answer.Parameters as readonly { Name: string; Value: string }[];
  return Object.fromEntries(
    names.map((name) => {
      const value = parameters.find((parameter) => parameter.Name === name)?.Value;
      invariant(value, `the parameter ${name} exists`);
      return [name, value];
    }),
  ) as Record<Names[number], string>;
}
