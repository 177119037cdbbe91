/** A page for browsers that is built from sources of this checkout. */
export interface Page {
  readonly name: string;
  /** Folder of its `index.html`, relative to the checkout. */
  readonly source: string;
  /** Where it is served. */
  readonly base: string;
  /** Where the built page goes, relative to the checkout; never committed. */
  readonly target: string;
  /** Whether it has a service worker, `sw.ts` beside its `index.html`, and files of its own in `public`. */
  readonly installable?: boolean;
  /** Everything the built page depends on, relative to the checkout. */
  readonly inputs: readonly string[];
}

/** All pages. */
export const PAGES: readonly Page[] = [
  {
    name: 'docs',
    source: 'packages/reference/pages/docs',
    base: '/docs/',
    target: 'packages/reference/dist/docs',
    inputs: [
      'packages/reference/pages/docs',
      'packages/reference/src',
      'packages/protocol/src',
      'pages',
      'package-lock.json',
    ],
  },
  {
    name: 'phone',
    source: 'packages/sandbox/pages/phone',
    base: '/phone/',
    target: 'packages/sandbox/dist/phone',
    inputs: [
      'packages/sandbox/pages/phone',
      'packages/page-host/pages/kit',
      'packages/protocol/src',
      'pages',
      'package-lock.json',
    ],
  },
  {
    name: 'till',
    source: 'packages/till/pages/till',
    base: '/till/',
    target: 'packages/till/dist/till',
    installable: true,
    inputs: [
      'packages/till/pages/till',
      'packages/till/src/page-api',
      'packages/page-host/pages/kit',
      'packages/client/src',
      'packages/protocol/src',
      'pages',
      'package-lock.json',
    ],
  },
];
