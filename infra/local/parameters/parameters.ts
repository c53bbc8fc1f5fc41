import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { ServiceError } from '../door/call.ts';
import type { Input, JsonOperations } from '../door/json-service.ts';
import { writeWholeFile } from '../state/whole-file.ts';
import { account, type Deployment, region } from '../template/deployment.ts';

/**
 * SSM parameters: those of the template, and secrets that no template holds (on AWS somebody puts them there once). The
 * secrets are made at random when first asked for and kept in `secretsFile`, readable by its owner only.
 */
export function createParameters(deployment: Deployment, { secretsFile }: { secretsFile: string }): JsonOperations {
  const known = new Map(deployment.ofType('AWS::SSM::Parameter').map(({ name, properties }) => [name, properties]));
  const find = (name: string, decrypts: boolean) => {
    const properties = known.get(name);
    if (properties) return toParameter(name, { Type: String(properties.Type), Value: String(properties.Value) });
    // A secret asked for in the clear comes back encrypted on AWS; here that is a mistake to be seen.
    if (!decrypts)
      throw new ServiceError('ParameterNotFound', `${name} is in no template, and secrets are read with decryption`);
    return toParameter(name, { Type: 'SecureString', Value: secret(secretsFile, name) });
  };
  return {
    accesses: (operation, input) =>
      namesOf(input).map((name) => ({
        action: `ssm:${operation}`,
        resource: `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`,
      })),
    call(operation, input) {
      const decrypts = input.WithDecryption === true;
      if (operation === 'GetParameter') return { Parameter: find(String(input.Name), decrypts) };
      if (operation === 'GetParameters') {
        return { Parameters: namesOf(input).map((name) => find(name, decrypts)), InvalidParameters: [] };
      }
      throw new ServiceError('UnknownOperationException', `the local runtime does not know ${operation} of SSM`);
    },
  };
}

const namesOf = ({ Name, Names = [] }: Input) => (Name === undefined ? (Names as string[]) : [String(Name)]);

function toParameter(name: string, { Type, Value }: { Type: string; Value: string }) {
  return {
    Name: name,
    Type,
    Value,
    Version: 1,
    DataType: 'text',
    ARN: `arn:aws:ssm:${region}:${account}:parameter${name}`,
  };
}

function secret(file: string, name: string): string {
  const secrets = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const known = secrets[name];
  if (known) return known;
  const made = randomBytes(32).toString('base64url');
  writeWholeFile(file, `${JSON.stringify({ ...secrets, [name]: made }, undefined, 2)}\n`);
  return made;
}
