import { COMMANDS } from './command-table.ts';
import { dispatch } from './dispatch.ts';
import { nodeSurroundings } from './node-surroundings.ts';

process.exitCode = await dispatch(COMMANDS, process.argv.slice(2), nodeSurroundings());
