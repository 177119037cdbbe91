import type { PlantedBug } from './plant.ts';

/** Mistakes in what statements and reconciliations say of the books. */
export const PLANTED_BOOK_BUGS: readonly PlantedBug[] = [
  {
    name: 'statements count what did not move',
    file: 'packages/gateway/src/trade/statement-line.ts',
    find: "    moved: respcd === '0000',",
    replace: "    moved: respcd !== '',",
  },
  {
    name: 'the books take a reversed payment for a settled one',
    file: 'packages/gateway/src/payment/ledger-line.ts',
    find: "  reversed: 'void',",
    replace: "  reversed: 'settled',",
  },
];
