/** The `ts` blocks of a page, in order, as one program: their imports may stand anywhere. */
export function programOf(markdown: string): string {
  const blocks = Array.from(markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code = '']) => code);
  return blocks.join('\n');
}
