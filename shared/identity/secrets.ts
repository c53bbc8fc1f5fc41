import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { invariant } from '../kernel/invariant.ts';

/** Reads SecureString parameters once, at the start of a function. @throws InvariantError when one is missing. */
export async function readSecrets<const Names extends readonly string[]>(
  names: Names,
  client = new SSMClient({}),
): Promise<Record<Names[number], string>> {
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: [...names], WithDecryption: true }));
  return Object.fromEntries(
    names.map((name) => {
      const value = Parameters.find((parameter) => parameter.Name === name)?.Value;
      invariant(value, `the parameter ${name} exists`);
      return [name, value];
    }),
  ) as Record<Names[number], string>;
}
