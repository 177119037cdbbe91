import type { Report } from './report.ts';

const MEBIBYTE = 1024 * 1024;

/** The report for people. */
export function reportText(report: Report): string {
  const { machine, ratios, subjects, problems, warnings, missed } = report;
  const blocks = [
    [
      `Machine   ${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / MEBIBYTE / 1024).toFixed(0)} GiB, ${machine.system}`,
      `          Node ${machine.node}, SQLite ${machine.sqlite}, ${machine.fileSystem}, 4 KiB to disk in ${machine.syncMs.toFixed(2)} ms`,
    ].join('\n'),
    report.method.map((line) => `- ${line}`).join('\n'),
    table([
      ['ratio', 'value', 'floor', '', 'by round', 'meaning'],
      ...ratios.map((ratio) => [
        ratio.name,
        ratio.value.toFixed(3),
        ratio.floor?.atLeast.toFixed(2) ?? '-',
        missed.includes(ratio.name) ? 'MISSED' : '',
        ratio.rounds.map((value) => value.toFixed(3)).join(' '),
        ratio.meaning,
      ]),
    ]),
    table([
      [
        'loaded',
        'per second',
        'p50 ms',
        'p99 ms',
        'cpu us',
        'server',
        'generator',
        'others',
        'peak MiB',
        'start ms',
        'of process',
      ],
      ...subjects.map((figures) => [
        figures.subject,
        whole(figures.answersPerSecond),
        figures.p50Ms.toFixed(2),
        figures.p99Ms.toFixed(2),
        whole(figures.serverMicrosPerAnswer),
        percent(figures.serverCpu),
        percent(figures.generatorCpu),
        percent(figures.othersCpu),
        whole(figures.peakMemoryBytes / MEBIBYTE),
        whole(figures.startUpFromSpawnMs),
        whole(figures.startUpFromProcessMs),
      ]),
    ]),
  ];
  if (warnings.length > 0) blocks.push(`Warnings\n${list(warnings)}`);
  if (problems.length > 0) blocks.push(`PROBLEMS: the figures mean nothing\n${list(problems)}`);
  for (const { name, value, floor } of ratios) {
    if (floor === undefined || !missed.includes(name)) continue;
    blocks.push(`FLOOR MISSED: ${name} is ${value.toFixed(3)}, below ${floor.atLeast}\n  ${floor.reason}`);
  }
  return `${blocks.join('\n\n')}\n`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

function percent(part: number): string {
  return Number.isNaN(part) ? '-' : `${(part * 100).toFixed(0)}%`;
}

function whole(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(0);
}

/** Columns as wide as their widest cell, two blanks between them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
