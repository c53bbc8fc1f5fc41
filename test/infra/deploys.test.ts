import { describe, expect, test } from 'vitest';
import { at, resourcesOf } from '../../infra/checks/template.ts';
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

describe('OPS-1: what is watched, and what that costs', () => {
  test('throttles of the table and of each of its indexes ring, reads and writes', () => {
    const [table] = resourcesOf(templates, 'AWS::DynamoDB::Table');
    const indexes = (table!.properties.GlobalSecondaryIndexes as { IndexName: string }[]).map((each) => each.IndexName);
    const [alarm] = resourcesOf(templates, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.AlarmName === 'open-csp-table-throttles',
    );
    const metrics = alarm!.properties.Metrics as { Id: string; Expression?: string; MetricStat?: object }[];
    const counted = metrics.flatMap(({ Id, MetricStat }) =>
      MetricStat
        ? [
            {
              id: Id,
              name: at(MetricStat, 'Metric', 'MetricName'),
              index: (at(MetricStat, 'Metric', 'Dimensions') as { Name: string; Value: unknown }[]).find(
                ({ Name }) => Name === 'GlobalSecondaryIndexName',
              )?.Value,
            },
          ]
        : [],
    );
    const wanted = ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) =>
      [undefined, ...indexes].map((index) => `${name} ${index}`),
    );
    expect(counted.map(({ name, index }) => `${name} ${index}`).sort()).toEqual(wanted.sort());
    const expression = metrics.find(({ Expression }) => Expression)!.Expression!;
    for (const { id } of counted) expect(expression).toContain(`FILL(${id}, 0)`);
  });

  test('no route has metrics of its own: each would cost 0.30 USD a month and metric', () => {
    const settings = resourcesOf(templates, 'AWS::ApiGatewayV2::Stage').flatMap(({ properties }) => [
      properties.DefaultRouteSettings ?? {},
      ...Object.values(properties.RouteSettings ?? {}),
    ]);
    expect(settings).toHaveLength(1);
    expect(settings.filter((each) => at(each, 'DetailedMetricsEnabled') === true)).toEqual([]);
  });
});
