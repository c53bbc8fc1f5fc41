import { describe, expect, it } from 'vitest';
import { buildSliced } from '../../infra/bundle.ts';
import { bundles } from '../../infra/bundles.ts';
import { apis } from '../../infra/manifests.ts';
import { slicedBundles, waysIntoSlices } from '../../infra/slices.ts';

const routesOf = (bundle: string) => apis.find(({ api }) => bundle === `${api}-api`)!.routes;

describe.each(slicedBundles)('OPS-1: %s starts without its slices', (name) => {
  it('knows every way, as the manifests have it', async () => {
    const ways = await waysIntoSlices(name);
    const plain = Object.fromEntries(Object.entries(ways).map(([id, { slice: _, ...way }]) => [id, way]));
    const declared = Object.entries(routesOf(name)).map(([id, { method, path, aliases }]) => [
      id,
      { method, path, ...(aliases && { aliases }) },
    ]);
    expect(plain).toEqual(Object.fromEntries(declared));
  });

  it('reads nothing of a slice but its refusals, however many operations there are', async () => {
    const { metafile } = await buildSliced(bundles.find((bundle) => bundle.name === name)!, { write: false });
    const read = new Set<string>();
    const visit = (file: string): void => {
      if (read.has(file)) return;
      read.add(file);
      for (const { path, kind } of metafile.outputs[file]!.imports)
        if (kind === 'import-statement' && !path.startsWith('node:') && metafile.outputs[path]) visit(path);
    };
    visit(`dist/${name}/index.mjs`);
    const inputs = [...read].flatMap((file) => Object.keys(metafile.outputs[file]!.inputs));
    const early = inputs.filter(
      (file) => /^functions\/[^/]+\/[^/]+\//.test(file) && !/\/lambda\/|\/refusals\.ts$/.test(file),
    );
    expect(early, 'lambda/api.ts loads a slice with import() in `slices`, never with an import on top').toEqual([]);
    expect(inputs).toContain(`functions/${name.replace('-api', '')}/lambda/api.ts`);
  });
});
