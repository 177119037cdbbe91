const ZONE_MS = 8 * 3_600_000;

/** An instant as UnionPay writes it: `YYYYMMDDhhmmss`, Beijing time. */
export function writeBeijingTime(epochMs: number): string {
  return new Date(epochMs + ZONE_MS).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}

/**
 * Reads `MMDDhhmmss`, Beijing time. The year is the one that brings it nearest to a known instant.
 *
 * @returns milliseconds since 1970-01-01 UTC, or `undefined` when it is no such time.
 */
export function readTraceTime(text: string, nearMs: number): number | undefined {
  if (!/^\d{10}$/.test(text)) return undefined;
  const year = Number(writeBeijingTime(nearMs).slice(0, 4));
  const instants = [year - 1, year, year + 1].flatMap((candidate) => instantOf(`${candidate}${text}`) ?? []);
  return instants.sort((left, right) => Math.abs(left - nearMs) - Math.abs(right - nearMs))[0];
}

function instantOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = (
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  ).map(Number);
  if (year === undefined || month === undefined) return undefined;
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second) - ZONE_MS;
  // A 31st of April rolls over and comes back as another text.
  return writeBeijingTime(epochMs) === text ? epochMs : undefined;
}
