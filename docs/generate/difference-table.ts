import {
  DIFFERENCE_KINDS,
  meaningOf,
  type Repair,
  REPAIRS,
  repairOf,
} from '../../packages/gateway/src/reconcile/difference.ts';
import { code, table } from './markdown-table.ts';

/** Every kind of difference between books and bill. */
export function differenceTable(): string {
  return table(
    ['Kind', 'What it says', 'Repair'],
    DIFFERENCE_KINDS.map((kind) => [code(kind), meaningOf(kind), code(repairOf(kind))]),
  );
}

/** What every repair asks for. */
export function repairTable(): string {
  return table(
    ['Repair', 'What to do'],
    (Object.keys(REPAIRS) as Repair[]).map((repair) => [code(repair), REPAIRS[repair]]),
  );
}
