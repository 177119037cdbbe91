/** Most single-letter changes between a mistyped word and a suggestion. */
const CHANGES_MAX = 2;

/** The known word a person most probably meant, or `undefined` when none is close. */
export function nearestWord(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestChanges = CHANGES_MAX + 1;
  for (const word of known) {
    const changes = changesBetween(typed, word);
    // A suggestion that shares no more than half of the word would be noise.
    if (changes < bestChanges && changes * 2 <= word.length) {
      best = word;
      bestChanges = changes;
    }
  }
  return best;
}

/** Edit distance: letters inserted, left out, replaced, or two neighbours swapped. */
function changesBetween(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_unused, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
          ? at(i - 2, j - 2) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(left.length, right.length);
}
