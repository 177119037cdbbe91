import packageFile from '../../package.json' with { type: 'json' };
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { printJson } from '../terminal/print.ts';
import { formatFields } from '../terminal/table.ts';

/** `opencpm version`. */
export const versionCommand: Command = {
  name: 'version',
  summary: 'Print the versions of opencpm, Node and SQLite',
  usage: '',
  positionalsMax: 0,
  options: {},
  examples: [{ line: 'opencpm version', purpose: 'What to name in a report.' }],
  async run(context) {
    const { node, sqlite = 'none' } = process.versions;
    const platform = `${process.platform} ${process.arch}`;
    if (context.json) printJson(context.stdout, { opencpm: packageFile.version, node, sqlite, platform });
    else {
      context.stdout.write(
        formatFields([
          ['opencpm', packageFile.version],
          ['node', node],
          ['sqlite', sqlite],
          ['platform', platform],
        ]),
      );
    }
    return EXIT.done;
  },
};
