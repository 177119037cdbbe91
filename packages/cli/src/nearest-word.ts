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

/** Edit distance (Levenshtein): letters inserted, left out or replaced. */
function changesBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_unused, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
