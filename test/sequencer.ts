import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files take longest, the longest first. */
const LONG = ['scenario', 'simulation', 'runtime', 'pages', 'infra'];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
  return at < 0 ? LONG.length : at;
};

/**
 * Whole programs first, programs in memory behind them: workers then end together, also on a machine that has run no
 * tests yet. Within a folder vitest's own order holds: what took longest, or else the largest file.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((left, right) => rankOf(left) - rankOf(right));
  }
}
