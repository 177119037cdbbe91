/** Serves the pages for browsers that `npm run pages` has built. */
export * from './add-page.ts';
export * from './page-rules.ts';
