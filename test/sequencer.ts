import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files take longest, the longest first. */
const LONG = ['scenario', 'simulation', 'runtime', 'pages', 'infra'];

const isIn = (folder: string, { moduleId }: TestSpecification): boolean => moduleId.includes(`/test/${folder}/`);

const rankOf = (file: TestSpecification): number => {
  const at = LONG.findIndex((folder) => isIn(folder, file));
  return at < 0 ? LONG.length : at;
};

/**
 * Whole programs first, programs in memory behind them: workers then end together, also on a machine that has run no
 * tests yet. Within a folder vitest's own order holds: what took longest, or else the largest file. Scenarios, of which each
 * keeps more than one core busy and the first makes what the others begin with, take turns with simulations.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = (await super.sort(files)).sort((left, right) => rankOf(left) - rankOf(right));
    const [scenarios, lives] = ['scenario', 'simulation'].map((folder) => sorted.filter((file) => isIn(folder, file)));
    const turns = Array.from({ length: Math.max(scenarios!.length, lives!.length) }, (_, at) => [
      ...scenarios!.slice(at, at + 1),
      ...lives!.slice(at, at + 1),
    ]);
    return [...turns.flat(), ...sorted.slice(scenarios!.length + lives!.length)];
  }
}
