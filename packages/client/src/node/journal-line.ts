import { createHash } from 'node:crypto';
import type { Attempt } from '../attempt.ts';
import { JournalError } from './journal-error.ts';

const SUM_LENGTH = 16;

/** Writes the state of an attempt as a line: a check sum, a blank, JSON, an end of line. */
export function journalLine(attempt: Attempt): string {
  const json = JSON.stringify(attempt);
  return `${sumOf(json)} ${json}\n`;
}

/** The attempts of a journal's text, and how much of it is whole. */
export interface JournalText {
  /** One for each line, in the order written. */
  readonly attempts: readonly Attempt[];
  /** Bytes up to the end of the last whole line; what follows was being written when the power went. */
  readonly wholeBytes: number;
}

/**
 * Reads a journal. A last line without its end, or with a wrong check sum, was torn while it was written: nobody was
 * told that it is there, so it is left out.
 *
 * @throws JournalError for a line in the middle that is damaged.
 */
export function readJournal(bytes: Buffer): JournalText {
  const attempts: Attempt[] = [];
  let offset = 0;
  for (let number = 1; offset < bytes.length; number += 1) {
    const end = bytes.indexOf(0x0a, offset);
    if (end < 0) break;
    const attempt = readLine(bytes.toString('utf8', offset, end));
    if (attempt === undefined) {
      if (end + 1 === bytes.length) break;
      throw new JournalError(
        `line ${number} of the journal is damaged; keep a copy of the file, settle what is open by enquiry, and begin a new file`,
      );
    }
    attempts.push(attempt);
    offset = end + 1;
  }
  return { attempts, wholeBytes: offset };
}

function readLine(line: string): Attempt | undefined {
  const json = line.slice(SUM_LENGTH + 1);
  // The sum covers every byte, so what was written here can be trusted to be an attempt.
  return line.slice(0, SUM_LENGTH) === sumOf(json) ? (JSON.parse(json) as Attempt) : undefined;
}

function sumOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, SUM_LENGTH);
}
