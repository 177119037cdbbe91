import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a Markdown document. */
interface CodeBlock {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** What stands behind the fence: language, then words for the test. */
  readonly info: readonly string[];
  readonly text: string;
  /** Whether only empty lines lie between this block and the one before it. */
  readonly followsBlock: boolean;
}

/** A Markdown document of the repository. */
export interface MarkdownDocument {
  /** Path from the root of the checkout, with slashes. */
  readonly path: string;
  readonly blocks: readonly CodeBlock[];
  /** The text without its fenced blocks. */
  readonly prose: string;
}

const FENCE = /^```(.*)$/;

/** Every document for readers: those at the root of the checkout and everything under `docs` and `examples`. */
export function readMarkdownDocuments(): readonly MarkdownDocument[] {
  const root = readdirSync(ROOT).map((name) => join(ROOT, name));
  const below = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(ROOT, folder, name),
    ),
  );
  return [...root, ...below]
    .filter((file) => file.endsWith('.md'))
    .map((file) => readDocument(relative(ROOT, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')));
}

/**
 * Takes a document apart.
 *
 * @throws Error when a fence is not closed.
 */
export function readDocument(path: string, text: string): MarkdownDocument {
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { line: number; info: string; followsBlock: boolean; lines: string[] } | undefined;
  let followsBlock = false;
  for (const [index, line] of text.split('\n').entries()) {
    const info = FENCE.exec(line)?.[1];
    if (open !== undefined && info === '') {
      const words = open.info.split(' ').filter((word) => word !== '');
      blocks.push({
        line: open.line,
        info: words,
        text: open.lines.join('\n'),
        followsBlock: open.followsBlock,
      });
      open = undefined;
      followsBlock = true;
    } else if (open !== undefined) {
      open.lines.push(line);
    } else if (info !== undefined) {
      open = { line: index + 1, info, followsBlock, lines: [] };
    } else {
      prose.push(line);
      if (line.trim() !== '') followsBlock = false;
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: this block is not closed`);
  return { path, blocks, prose: prose.join('\n') };
}
