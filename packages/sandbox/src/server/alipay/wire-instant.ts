/**
 * Writes an instant in ISO 8601 with an offset. Alipay's answers come with whatever offset their machine has, so the
 * offset is part of what a simulation varies.
 *
 * @param offsetMinutes east of Greenwich; 480 for Beijing.
 */
export function writeInstant(epochMs: number, offsetMinutes: number): string {
  const local = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const minutes = String(size % 60).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Reads ISO 8601 with an offset; undefined for anything else. */
export function readIsoInstant(text: string): number | undefined {
  const epochMs = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** Reads a `Request-Time`: milliseconds since 1970 as digits, or ISO 8601. */
export function readRequestTime(text: string): number | undefined {
  return /^\d{13}$/.test(text) ? Number(text) : readIsoInstant(text);
}
