import type { MarkdownDocument } from './markdown-documents.ts';

/** A block a reader can paste into a shell, and what the document says comes out. */
export interface ShellStep {
  /** Where it stands, for messages: `README.md:12`. */
  readonly place: string;
  readonly script: string;
  /** Exit code of the whole block: `sh exit=5`. */
  readonly exitCode: number;
  /** Whether the gateway has to be stopped meanwhile: `sh stopped`. */
  readonly stopped: boolean;
  /** Text of the `output` block that follows, if one does. */
  readonly output: string | undefined;
}

const EXIT = /^exit=(\d+)$/;

/**
 * The `sh` blocks of a document in their order, each with the `output` block right behind it.
 *
 * @throws Error for a word behind `sh` that means nothing, and for an `output` block behind no `sh` block.
 */
export function shellSteps({ path, blocks }: MarkdownDocument): readonly ShellStep[] {
  return blocks.flatMap((block, index) => {
    const place = `${path}:${block.line}`;
    const [language, ...words] = block.info;
    if (language === 'output' && !(block.followsBlock && blocks[index - 1]?.info[0] === 'sh')) {
      throw new Error(`${place}: an output block must follow the sh block it belongs to`);
    }
    if (language !== 'sh') return [];
    const unknown = words.find((word) => word !== 'stopped' && !EXIT.test(word));
    if (unknown !== undefined) throw new Error(`${place}: "${unknown}" means nothing behind sh`);
    const next = blocks[index + 1];
    const exit = words.map((word) => EXIT.exec(word)?.[1]).find((code) => code !== undefined);
    return [
      {
        place,
        script: block.text,
        exitCode: Number(exit ?? 0),
        stopped: words.includes('stopped'),
        output: next?.info[0] === 'output' && next.followsBlock ? next.text : undefined,
      },
    ];
  });
}

const NPM_LINE = /^npm (?:ci|start|test|run [a-z:]+)(?: && npm (?:ci|start|test|run [a-z:]+))*$/;

/**
 * Tells lines of `npm` from those that are run: installing, testing and building are what the test itself stands on.
 *
 * @returns names of the scripts of package.json that the block calls, and the rest of the block.
 */
export function splitNpmLines(script: string): {
  readonly npmScripts: readonly string[];
  readonly rest: string;
} {
  const lines = script.split('\n');
  const npmScripts = lines
    .filter((line) => NPM_LINE.test(line))
    .flatMap((line) => line.split(' && '))
    .map((command) => command.replace(/^npm (?:run )?/, ''));
  return { npmScripts, rest: lines.filter((line) => !NPM_LINE.test(line)).join('\n') };
}
