import { isForTests } from './source-file.ts';
import type { WordRule } from './words.ts';

const SYSTEM_CLOCK = 'packages/gateway/src/clock/system-clock.ts';
const GATEWAY_MAIN = 'packages/gateway/src/main.ts';
const CLI_SURROUNDINGS = 'packages/cli/src/node-surroundings.ts';
const CLIENT_SURROUNDINGS = 'packages/client/src/system-surroundings.ts';

function inside(...packages: readonly string[]): (path: string) => boolean {
  return (path) => !isForTests(path) && packages.some((name) => path.startsWith(`packages/${name}/src/`));
}

/** What makes a run unlike the one before it, and where alone it may enter. */
export const WORD_RULES: readonly WordRule[] = [
  {
    name: 'time is handed in',
    word: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bprocess\.hrtime\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: [SYSTEM_CLOCK, CLI_SURROUNDINGS, CLIENT_SURROUNDINGS],
    instead:
      'Take a Clock and ask it; only the system clock reads the machine, so that a simulation can run time.',
  },
  {
    name: 'waiting is handed in',
    // The idle limit of a socket is no waiting.
    word: /(?<!\bsocket\??\.)\b(?:setTimeout|setInterval)\b|\bAbortSignal\.timeout\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: [SYSTEM_CLOCK, CLI_SURROUNDINGS, CLIENT_SURROUNDINGS],
    instead: 'Take Timers and use after(); it gives back the function that calls the waiting off.',
  },
  {
    name: 'turns belong to group commits',
    word: /\b(?:setImmediate|queueMicrotask)\b|\bprocess\.nextTick\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: [
      'packages/gateway/src/store/sqlite/group-commit.ts',
      'packages/sandbox/src/book/write-group.ts',
      'packages/sandbox/src/clock/settled-work.ts',
    ],
    instead:
      'Await a promise; only the two group commits, and the watch over them, know turns of the event loop.',
  },
  {
    name: 'chance is handed in',
    word: /\bMath\.random\b|\bimport\s*\{[^}]*\brandom(?:Bytes|UUID|Int|FillSync|Fill)\b[^}]*\}|\bcrypto\.(?:random\w*|getRandomValues)\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: [GATEWAY_MAIN, CLI_SURROUNDINGS, CLIENT_SURROUNDINGS],
    instead: 'Take RandomBytes; only where the process begins is it the system that gives them.',
  },
  {
    name: 'the network is handed in',
    word: /(?<![.\w])fetch\s*\(|\bnew WebSocket\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: [CLIENT_SURROUNDINGS],
    instead: 'Reach a wallet through its connector; take a fetch function where one is needed.',
  },
  {
    name: 'the environment is read in one place',
    word: /\bprocess\.env\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'cli', 'client', 'till', 'page-host', 'reference'),
    except: ['packages/cli/src/settings.ts'],
    instead:
      'Add a setting to config.ts of the gateway or settings.ts of the command line; both are handed the environment.',
  },
  {
    name: 'a library does not end the process',
    word: /\bprocess\.(?:exit|abort|kill)\b|\bprocess\.exitCode\b/g,
    binds: inside('protocol', 'gateway', 'sandbox', 'client', 'till', 'page-host', 'reference'),
    except: [],
    instead: 'Throw an error, or call onFatal; the command that started the process decides how it ends.',
  },
];
