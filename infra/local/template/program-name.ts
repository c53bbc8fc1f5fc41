import type { Deployment } from './deployment.ts';

/** How the deployed program calls itself, as its functions are told; the pages of the runtime bear the same name. */
export function programNameOf(deployment: Deployment): string {
  const names = deployment.ofType('AWS::Lambda::Function').flatMap(({ properties }) => {
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    return typeof Variables.PROGRAM_NAME === 'string' ? [Variables.PROGRAM_NAME] : [];
  });
  return names[0] ?? 'Local runtime';
}
