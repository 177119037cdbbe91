import { displayWidth, padToWidth } from './display-width.ts';
import { printable } from './printable.ts';

/** A column of a table: its heading, and the side its values lean to. */
export interface TableColumn {
  readonly heading: string;
  readonly side?: 'left' | 'right';
}

/** Sets rows under headings, two blanks between columns, each line ended. Values are made printable. */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_unused, index) =>
    Math.max(...lines.map((line) => displayWidth(line[index] ?? ''))),
  );
  return lines
    .map((line) => {
      const cells = columns.map(({ side }, index) => padToWidth(line[index] ?? '', widths[index] ?? 0, side));
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** Sets names and values as two columns, leaving out values that are absent or empty. */
export function formatFields(
  fields: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const shown = fields.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, printable(value)] as const],
  );
  const width = Math.max(0, ...shown.map(([name]) => displayWidth(name)));
  return shown.map(([name, value]) => `${padToWidth(name, width)}  ${value}\n`).join('');
}
