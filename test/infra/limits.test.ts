import { describe, expect, it } from 'vitest';
import { apiDocument } from '../../infra/document.ts';
import { edgeFiles } from '../../infra/edge/files.ts';
import { withLimits } from '../../infra/edge/limits.ts';
import { defaultLimits, limitNames, readLimits } from '../../shared/contracts/limits.ts';

const limits = { ...defaultLimits, mails: 123, imports: 7 };
const files = edgeFiles();

describe('conventions 12: the reference shows the limits of the deployment', () => {
  it('in the document', () => {
    const shown = JSON.parse(withLimits(files['openapi.json']!, limits));
    expect(Object.fromEntries(limitNames.map((name) => [name, shown['x-limits'][name].max]))).toEqual(limits);
    expect(JSON.parse(withLimits(files['openapi.json']!, defaultLimits))).toEqual(
      JSON.parse(JSON.stringify(apiDocument())),
    );
  });

  it('on the page, where each limited operation leads to its own', () => {
    const page = withLimits(files['docs-limits.html']!, limits);
    expect(page).toContain('123 in an hour');
    expect(page).toContain('7 at any time');
    expect(page).toContain('id="limit-wrongSecrets"');
    expect(page).not.toContain('{limit of');
    expect(files['docs-tokens.html']).toContain('<a href="/docs/limits#limit-wrongSecrets">');
  });

  it('a function whose environment leaves one out does not start', () => {
    expect(readLimits(JSON.stringify(limits))).toEqual(limits);
    for (const wrong of ['{}', JSON.stringify({ ...limits, mails: 0 }), JSON.stringify({ ...limits, mails: '60' })])
      expect(() => readLimits(wrong)).toThrow(TypeError);
  });
});
