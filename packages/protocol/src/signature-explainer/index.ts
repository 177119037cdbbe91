/** Names the mistake in a signature that does not verify. Pure: runs in a command, in a page, in a test. */
export * from './explain-signature.ts';
export * from './explain-timestamped.ts';
export type { FoundMistake, NamedKey } from './signing-mistake.ts';
export type { ExplainerHashes, HashName } from './signing-plan.ts';
