import { describe, expect, test } from 'vitest';
import { resourcesOf } from '../../infra/checks/template.ts';
import { synthesized } from './synthesized.ts';

const templates = await synthesized();

describe('OPS-1: a deployment does not trip over AWS’s own rules', () => {
  test('what deploys the gateway’s stage anew is made one after another, the stage last', () => {
    const deploying = ['AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Stage'];
    const changes = deploying.flatMap((type) => resourcesOf(templates, type));
    const before = new Map(changes.map(({ id, resource }) => [id, [resource.DependsOn ?? []].flat()]));
    const chain = [changes.at(-1)!.id];
    for (;;) {
      const next = before.get(chain.at(-1)!)!.filter((id) => before.has(id));
      if (next.length === 0) break;
      expect(next, `${chain.at(-1)} waits for one`).toHaveLength(1);
      chain.push(next[0]!);
    }
    expect(chain.length).toBeGreaterThan(20);
    expect(new Set(chain)).toEqual(new Set(changes.map(({ id }) => id)));
  });
});
