import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMarkdownDocuments, ROOT } from './e2e/markdown-documents.ts';

const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} (.+)$/gm;

const documents = readMarkdownDocuments();

/** Targets of a document's links, those to other hosts left out. */
function linksOf(prose: string): readonly string[] {
  return Array.from(prose.matchAll(LINK), ([, target = '']) => target).filter(
    (target) => !/^(https?|mailto):/.test(target),
  );
}

/** The name GitHub gives a heading for links. */
function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function hasHeading(path: string, anchor: string): boolean {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return Array.from(text.matchAll(HEADING), ([, heading = '']) => slug(heading)).includes(anchor);
}

describe('links in documents', () => {
  it.each(documents)('of $path lead to something', ({ path, prose }) => {
    for (const link of linksOf(prose)) {
      const [file = '', anchor] = link.split('#', 2);
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      expect(existsSync(join(ROOT, target)), `${path} links to ${link}`).toBe(true);
      if (anchor !== undefined) expect(hasHeading(target, anchor), `${path} links to ${link}`).toBe(true);
    }
  });

  it('lead from the index to every page under docs', () => {
    const index = documents.find(({ path }) => path === 'docs/README.md');
    const linked = linksOf(index?.prose ?? '').map((link) => posix.join('docs', link));
    const pages = documents.map(({ path }) => path).filter((path) => dirname(path).startsWith('docs/'));
    expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
  });
});
