/** Makes a text safe inside a Markdown table cell. Code spans and links stay as they are written. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

/** A text as code inside a table cell. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A Markdown table. Cells are made safe here; an empty cell stays empty. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Puts the blocks of a page together, one empty line between them. */
export function page(...blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

/** What stands under the title of a page that is made from the code. */
export const GENERATED_NOTE =
  '<!-- Made by `npm run docs` from the code. Change the code or its renderer in docs/generate, not this page. -->';
