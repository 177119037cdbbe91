export * from './page-api/index.ts';
