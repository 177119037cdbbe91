import type { Import, ImportRule } from './imports.ts';
import { isForTests } from './source-file.ts';

const NODE_DIGEST = 'packages/protocol/src/node-digest.ts';
const REFERENCE_ROUTES = 'packages/reference/src/routes.ts';
/** Shapes of the till's JSON, and four constants. */
const TILL_PAGE_API = 'packages/till/src/page-api';
/** What pages have in common, for browsers only. */
const PAGE_KIT = '@opencpm/page-host/kit';
const CLIENT_HASHES = 'packages/client/src/pure-hashes.ts';
const CLIENT_NODE = 'packages/client/src/node/';
const CONNECTORS = 'packages/gateway/src/wallet/';
const CONNECTOR_PORT = `${CONNECTORS}connector.ts`;
const UPSTREAM = `${CONNECTORS}upstream/`;

function production(...folders: readonly string[]): (path: string) => boolean {
  return (path) => !isForTests(path) && folders.some((folder) => path.startsWith(folder));
}

function lies(...places: readonly string[]): (found: Import) => boolean {
  return ({ target }) => places.some((place) => target === place || target.startsWith(`${place}/`));
}

function not(test: (found: Import) => boolean): (found: Import) => boolean {
  return (found) => !test(found);
}

/** Folders beside the connector port that belong to no wallet. */
const NO_CONNECTORS = ['http', 'settings'];

/** Whether a path lies in the folder of one connector. */
function isConnector(path: string): boolean {
  if (!path.startsWith(CONNECTORS)) return false;
  const [folder, file] = path.slice(CONNECTORS.length).split('/', 2);
  return file !== undefined && !NO_CONNECTORS.includes(folder ?? '');
}

/** The folder of the connector a path lies in. */
function folderOf(path: string): string | undefined {
  return path.slice(CONNECTORS.length).split('/', 1)[0];
}

/** Folder of the package a path of the checkout belongs to. */
function packageOf(path: string): string {
  return path.split('/', 2).join('/');
}

/** Who may import whom (docs/architecture.md). Tests are free unless a rule says otherwise. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    name: 'protocol stands alone',
    binds: production('packages/protocol/src/'),
    allows: (found, path) =>
      lies('packages/protocol/src')(found) || (path === NODE_DIGEST && found.target === 'node:crypto'),
    instead:
      'The protocol is pure and runs in browsers: let the caller hand the thing in, as DigestHex is, or move the code to the package that needs it.',
  },
  {
    name: 'gateway knows no sandbox',
    binds: (path) => path.startsWith('packages/gateway/'),
    allows: not(lies('@opencpm/sandbox', '@opencpm/cli', 'packages/sandbox', 'packages/cli')),
    instead: 'They meet at the connector port: put both together in packages/cli/src/start.',
  },
  {
    name: 'sandbox knows no gateway',
    binds: (path) => path.startsWith('packages/sandbox/'),
    allows: not(lies('@opencpm/gateway', '@opencpm/cli', 'packages/gateway', 'packages/cli')),
    instead:
      'The sandbox repeats the shape of the connector port in its own words; it takes no code from there.',
  },
  {
    name: 'the reference stands on the protocol',
    binds: production('packages/reference/src/'),
    allows: (found, path) =>
      lies('packages/reference/src', '@opencpm/protocol')(found) ||
      (path === REFERENCE_ROUTES && lies('node:crypto', 'node:fs', '@opencpm/page-host', 'fastify')(found)),
    instead:
      'What integrators read is made of the rules and shapes of the protocol, and parts of it run in the page: only its routes know Node.',
  },
  {
    name: 'the client stands on the protocol',
    binds: production('packages/client/src/'),
    allows: (found, path) =>
      lies('packages/client/src', '@opencpm/protocol')(found) ||
      (found.target.startsWith('@noble/hashes/') && path === CLIENT_HASHES) ||
      (found.target.startsWith('node:') && path.startsWith(CLIENT_NODE)),
    instead:
      'The published client has no dependency and runs everywhere: hand the thing in, or, if it needs Node, move it to src/node.',
  },
  {
    name: 'the client runs without Node',
    binds: (path) => production('packages/client/src/')(path) && !path.startsWith(CLIENT_NODE),
    allows: not(lies('packages/client/src/node')),
    instead: 'Only @opencpm/client/node needs Node; the main entry must not reach it.',
  },
  {
    name: 'the till stands on the client',
    binds: (path) => path.startsWith('packages/till/'),
    allows: not(lies('@opencpm/gateway', '@opencpm/sandbox', '@opencpm/cli')),
    instead: 'The till reaches a gateway as every merchant does: over HTTP, through the client.',
  },
  {
    name: "the till's page stands on its types and the client's journal",
    binds: production('packages/till/pages/till/'),
    allows: (found, path) =>
      lies(
        'packages/till/pages/till',
        TILL_PAGE_API,
        '@opencpm/protocol',
        '@opencpm/client/browser',
        PAGE_KIT,
      )(found) ||
      (found.typeOnly && found.target === '@opencpm/client') ||
      lies('preact', '@preact/signals')(found) ||
      (lies('zxing-wasm')(found) && path.startsWith('packages/till/pages/till/scan/')),
    instead:
      'The page runs in a browser and holds no key: of the till it knows the JSON (till/src/page-api), everything else is a call.',
  },
  {
    name: 'what pages share knows no page and no server',
    binds: production('packages/page-host/pages/'),
    allows: lies('packages/page-host/pages', 'preact', '@preact/signals'),
    instead: 'It runs in every page: let the page hand in what differs.',
  },
  {
    name: 'servers stand on no page',
    binds: (path) => production('packages/')(path) && /^packages\/[a-z-]+\/src\//.test(path),
    allows: not(lies(PAGE_KIT)),
    instead: 'What pages share runs in browsers only.',
  },
  {
    name: 'pages are served by themselves',
    binds: (path) => path.startsWith('packages/page-host/'),
    allows: not((found) => found.target.startsWith('@opencpm/')),
    instead: 'It serves files and knows no payments: hand in what differs between pages.',
  },
  {
    name: "only the till's store knows SQL",
    binds: (path) => production('packages/till/src/')(path) && !path.startsWith('packages/till/src/store/'),
    allows: (found) => found.target !== 'node:sqlite',
    instead: 'Add an operation to the rows of the thing (till/src/store) and use that.',
  },
  {
    name: 'packages by name',
    binds: (path) => path.startsWith('packages/'),
    allows: ({ target }, path) =>
      !target.startsWith('packages/') || packageOf(target) === packageOf(path) || target.endsWith('.json'),
    instead: 'Import another package by its name, @opencpm/..., and export there what is needed.',
  },
  {
    name: 'payment is pure',
    binds: production('packages/gateway/src/payment/'),
    allows: (found) =>
      lies('packages/gateway/src/payment', '@opencpm/protocol')(found) ||
      (found.typeOnly && found.target === CONNECTOR_PORT),
    instead:
      'Rules of money are pure functions of what they are given: read the clock, the store or the wallet in trade/ and pass the facts in.',
  },
  {
    name: 'only stores know SQL',
    binds: (path) =>
      production('packages/gateway/src/', 'packages/cli/src/')(path) &&
      !path.startsWith('packages/gateway/src/store/'),
    allows: (found) => found.target !== 'node:sqlite',
    instead:
      'Add an operation to the store port (store/store.ts) that says what the business does, and use that.',
  },
  {
    name: 'only the book knows SQL',
    binds: (path) =>
      production('packages/sandbox/src/')(path) && !path.startsWith('packages/sandbox/src/book/'),
    allows: (found) => found.target !== 'node:sqlite',
    instead: "Add an operation to the wallets' book (sandbox/src/book) and use that.",
  },
  {
    name: 'the edge knows no SQL and no wallet',
    binds: production('packages/gateway/src/http/'),
    allows: not(lies('packages/gateway/src/store/sqlite', 'packages/gateway/src/wallet')),
    instead:
      'A call speaks to trade/; what it needs from a store or a wallet comes back from there as a payment.',
  },
  {
    name: 'trade knows no engine',
    binds: production('packages/gateway/src/trade/'),
    allows: not(
      lies(
        'packages/gateway/src/store/sqlite',
        'packages/gateway/src/http',
        'packages/gateway/src/admin',
        'fastify',
      ),
    ),
    instead:
      'Flows speak to the ports (store/store.ts, wallet/connector.ts); main.ts hands in what is behind them.',
  },
  {
    name: 'stores know no flow',
    binds: production('packages/gateway/src/store/'),
    allows: not(
      lies(
        'packages/gateway/src/http',
        'packages/gateway/src/trade',
        'packages/gateway/src/wallet',
        'packages/gateway/src/admin',
        'packages/gateway/src/main.ts',
        'packages/gateway/src/config.ts',
      ),
    ),
    instead:
      'The way is one direction, edge to store: hand the value in through the operation that needs it.',
  },
  {
    name: 'connectors know no gateway',
    binds: production('packages/gateway/src/wallet/'),
    allows: (found, path) =>
      lies('packages/gateway/src/wallet', 'packages/gateway/src/clock', '@opencpm/protocol')(found) ||
      lies('node:crypto', 'node:zlib')(found) ||
      (found.target.startsWith('node:') && !isConnector(path)) ||
      (lies('@opencpm/client')(found) && path.startsWith(UPSTREAM)),
    instead:
      'A connector translates and keeps no state: it gets the order and gives an answer. Network, files, clock and chance come through its ports; only the connector to another gateway stands on the client.',
  },
  {
    name: 'a connector stands alone',
    binds: (path) => production('packages/gateway/src/wallet/')(path) && isConnector(path),
    allows: (found, path) => !isConnector(found.target) || folderOf(found.target) === folderOf(path),
    instead: 'A connector can be taken away as one folder: move what two of them need beside the port.',
  },
  {
    name: 'nobody names a connector',
    binds: (path) => production('packages/gateway/src/')(path) && !isConnector(path),
    allows: ({ target }) => !isConnector(target),
    instead: 'Connectors are found by their folders: ask wallet/connector-registry.ts.',
  },
];
