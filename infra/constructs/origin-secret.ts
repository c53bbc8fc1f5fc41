import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnCondition, Fn, RemovalPolicy, type Stack, Token } from 'aws-cdk-lib/core';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';

/** Where CloudFront and its firewall are made, whatever region the rest is in. */
export const FRONT_REGION = 'us-east-1';
const SECRET_LENGTH = 48;

export const originSecretName = ({ name }: Pick<Settings, 'name'>): string => `${name}-origin`;

/**
 * The secret by which the gateway knows the front: made by AWS, in no template; a copy lies where the front is made.
 * @returns its ARN.
 */
export function originSecret(stack: Stack, settings: Settings): string {
  const isElsewhere = new CfnCondition(stack, 'IsFrontElsewhere', {
    expression: Fn.conditionNot(Fn.conditionEquals(stack.region, FRONT_REGION)),
  });
  const secret = new CfnSecret(stack, 'OriginSecret', {
    name: originSecretName(settings),
    description: 'Added by the front to every request; the gateway lets nothing else in',
    generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
    replicaRegions: Token.asAny(
      Fn.conditionIf(isElsewhere.logicalId, [{ Region: FRONT_REGION }], { Ref: 'AWS::NoValue' }),
    ) as never,
  });
  secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
  accept(
    secret,
    'AwsSolutions-SMG4',
    'Replacing it means deploying the front anew: that is done by hand, and the gateway takes both meanwhile.',
  );
  return secret.ref;
}
