import { slices } from '../../functions/slices.ts';
import type { Import, Imports } from './imports.ts';

/** A rule about who may import what. `mend` is printed when it is broken. */
export interface Rule {
  readonly name: string;
  readonly forbids: (file: string, imported: Import) => boolean;
  readonly mend: string;
}

export interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly target: string;
  readonly mend: string;
}

const contextOf = (file: string): string | undefined => /^functions\/([^/]+)\//.exec(file)?.[1];

/** Where a file of a context stands: `layer` is a folder of its slice, or the name of a file that is no folder's. */
interface Place {
  readonly context: string;
  /** Undefined for what belongs to the context as a whole: its manifests and `lambda/`. */
  readonly slice: string | undefined;
  readonly layer: string;
}

function placeOf(file: string): Place | undefined {
  const [top, context, ...path] = file.split('/');
  if (top !== 'functions' || context === undefined || path.length === 0) return undefined;
  const isInSlice = slices[context]?.includes(path[0]!) === true;
  const [slice, layer] = isInSlice ? [path[0], path[1]!] : [undefined, path[0]!];
  return { context, slice, layer: layer.replace(/\.ts$/, '') };
}

const layerOf = (file: string): string | undefined => placeOf(file)?.layer;
const heightOf = ({ context, slice }: Place): number => slices[context]!.indexOf(slice!);
const isOurs = (target: string): boolean => /^(infra|functions|shared|events|test)\//.test(target);
const isPackage = (target: string): boolean => !isOurs(target);
const MANIFESTS = ['routes', 'refusals', 'consumers', 'jobs', 'schemas', 'parts'];
/** What a slice consists of. */
const LAYERS = [...MANIFESTS, 'handlers', 'index', 'domain', 'store', 'operations', 'pages'];
const isManifest = (file: string): boolean => MANIFESTS.includes(layerOf(file) ?? '');
const isIn =
  (...folders: string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file.startsWith(folder));
const isAws = (target: string): boolean =>
  /^(@aws-sdk\/|@smithy\/|aws-cdk-lib$|@aws-lambda-powertools\/|constructs$|cdk-nag$)/.test(target);

const isEdge = (file: string): boolean =>
  /^(functions\/[^/]+\/lambda\/|shared\/(dynamo|messaging|identity|observability)\/|infra\/|test\/)/.test(file);

/** Allows what `only` names; everything else that `from` imports breaks the rule. */
const mayReachOnly =
  (from: (file: string) => boolean, only: (target: string, file: string) => boolean) =>
  (file: string, { target }: Import): boolean =>
    from(file) && !only(target, file);

export const rules: readonly Rule[] = [
  {
    name: 'contexts-are-strangers',
    forbids: (file, { target }) => {
      const [from, to] = [contextOf(file), contextOf(target)];
      return from !== undefined && to !== undefined && from !== to;
    },
    mend: 'Contexts talk by events: listen to one in consumers.ts, or have the other context publish one in events/.',
  },
  {
    name: 'slices-point-down',
    forbids: (file, { target }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (!from?.slice || !to?.slice || from.context !== to.context) return false;
      return heightOf(to) > heightOf(from);
    },
    mend: 'A slice knows those below it (functions/slices.ts): move what both need down, or hand it in from above.',
  },
  {
    name: 'slices-have-a-door',
    forbids: (file, { target }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (!from?.slice || !to?.slice || from.context !== to.context || from.slice === to.slice) return false;
      return ['operations', 'store', 'pages'].includes(from.layer) && to.layer !== 'index';
    },
    mend: 'Operations and stores use what a lower slice offers in its index.ts: offer it there, or do without.',
  },
  {
    name: 'rooms-are-slices',
    forbids: (file) => {
      const place = placeOf(file);
      if (!place || slices[place.context] === undefined) return false;
      return !(place.slice === undefined ? ['lambda', ...MANIFESTS] : LAYERS).includes(place.layer);
    },
    mend: 'A context has slices, manifests and lambda/; a slice has manifests, domain/, store/, operations/, pages/, handlers.ts and index.ts.',
  },
  {
    name: 'doors-are-for-those-above',
    forbids: (file, { target }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (!from || to?.layer !== 'index' || from.context !== to.context) return false;
      return from.slice === to.slice || !['operations', 'store', 'pages', 'lambda'].includes(from.layer);
    },
    mend: 'index.ts serves operations and stores of slices above: import the file itself.',
  },
  {
    name: 'handlers-are-for-lambda',
    forbids: (file, { target }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      return from !== undefined && to?.layer === 'handlers' && from.layer !== 'lambda';
    },
    mend: 'handlers.ts says what answers which route: lambda/ composes, an operation calls another by index.ts.',
  },
  {
    name: 'manifests-of-a-context-spread',
    forbids: (file, { target }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (!from || from.slice !== undefined || !MANIFESTS.includes(from.layer) || !slices[from.context]?.length)
        return false;
      if (!to) return !target.startsWith('shared/contracts/');
      // Routes are handed in with what their refusals answer.
      return to.slice === undefined ? !(from.layer === 'routes' && to.layer === 'refusals') : to.layer !== from.layer;
    },
    mend: 'The manifests of a context spread those of its slices: write the entry in the slice that it belongs to.',
  },
  {
    name: 'domain-is-pure',
    forbids: mayReachOnly(
      (file) => layerOf(file) === 'domain',
      (target, file) =>
        (contextOf(target) === contextOf(file) && layerOf(target) === 'domain') || target.startsWith('shared/kernel/'),
    ),
    mend: 'A rule takes values and gives values: hand in what it needs from the operation.',
  },
  {
    name: 'kernel-is-pure',
    forbids: mayReachOnly(isIn('shared/kernel/'), (target) => /^(shared\/kernel\/|decimal\.js$)/.test(target)),
    mend: 'The kernel knows itself and decimal.js; what needs more belongs elsewhere in shared/.',
  },
  {
    name: 'contracts-are-data',
    forbids: mayReachOnly(isIn('shared/contracts/'), (target) => /^(shared\/(contracts|kernel)\/|zod$)/.test(target)),
    mend: 'Contracts are types and shapes: move what acts to shared/http, shared/messaging or the context.',
  },
  {
    name: 'events-are-data',
    forbids: mayReachOnly(isIn('events/'), (target) => /^(events\/|shared\/(contracts|kernel)\/|zod$)/.test(target)),
    mend: 'Events are shapes: move what acts to the context that publishes or consumes them.',
  },
  {
    name: 'manifests-are-data',
    forbids: mayReachOnly(
      isManifest,
      (target, file) =>
        (contextOf(target) === contextOf(file) && (isManifest(target) || layerOf(target) === 'domain')) ||
        /^(events\/|shared\/(contracts|kernel)\/|zod$)/.test(target),
    ),
    mend: 'A manifest is read by infra, tests and docs: it declares and imports nothing that acts.',
  },
  {
    name: 'layers-point-inward',
    forbids: (file, { target, typeOnly }) => {
      const [from, to] = [placeOf(file), placeOf(target)];
      if (!from || !to || from.context !== to.context || !['operations', 'store'].includes(from.layer)) return false;
      if (to.layer === 'lambda' || to.layer === 'handlers') return true;
      // An operation takes the type of its call from the route that it answers, and nothing else.
      if (['routes', 'consumers', 'jobs'].includes(to.layer)) return !(from.layer === 'operations' && typeOnly);
      return false;
    },
    mend: 'lambda/ and the manifests name the operations, not the other way round; import only the type of a route.',
  },
  {
    name: 'store-knows-no-operation',
    forbids: (file, { target }) => layerOf(file) === 'store' && layerOf(target) === 'operations',
    mend: 'A store loads and saves; move what decides to the operation or the domain.',
  },
  {
    name: 'aws-at-the-edge',
    forbids: (file, { target }) => isAws(target) && !isEdge(file),
    mend: 'Put a port in front: AWS is known in lambda/, in shared/{dynamo,messaging,identity,observability} and in infra/.',
  },
  {
    name: 'shared-knows-no-context',
    forbids: (file, { target }) =>
      file.startsWith('shared/') && isIn('functions/', 'events/', 'infra/', 'test/')(target),
    mend: 'What a context knows is handed to shared/ as a parameter.',
  },
  {
    name: 'infra-reads-manifests',
    forbids: (file, { target }) =>
      file.startsWith('infra/') &&
      target.startsWith('functions/') &&
      target !== 'functions/slices.ts' &&
      !isManifest(target),
    mend: 'infra/ reads slices.ts and routes.ts, refusals.ts, consumers.ts, jobs.ts and schemas.ts of a context, never rules or handlers.',
  },
  {
    name: 'local-runs-the-template',
    forbids: (file, { target }) =>
      file.startsWith('infra/local/') &&
      isOurs(target) &&
      !target.startsWith('infra/local/') &&
      target !== 'infra/bundle.ts',
    mend: 'The local runtime knows the template and nothing of ours; it may only start the bundling.',
  },
  {
    name: 'no-test-in-production',
    forbids: (file, { target }) => !file.startsWith('test/') && target.startsWith('test/'),
    mend: 'Move what both need out of test/.',
  },
];

export const violations = (imports: Imports): readonly Violation[] =>
  [...imports].flatMap(([file, targets]) =>
    targets.flatMap((imported) =>
      rules
        .filter(({ forbids }) => forbids(file, imported))
        .map(({ name, mend }) => ({ rule: name, file, target: imported.target, mend })),
    ),
  );

/** Rings of imports, type imports included: each as the files on it, starting with the first in the alphabet. */
export function cycles(imports: Imports): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const place = trail.indexOf(file);
    if (place >= 0) {
      const ring = trail.slice(place);
      const start = ring.indexOf([...ring].sort()[0]!);
      const turned = [...ring.slice(start), ...ring.slice(0, start)];
      found.set(turned.join(' '), turned);
      return;
    }
    if (done.has(file)) return;
    for (const { target } of imports.get(file) ?? []) if (!isPackage(target)) walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  return [...found.values()];
}
