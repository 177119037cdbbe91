import type { ResponseCodeClass, ResponseCodeRetry } from '../response-code.ts';

/** What heads the columns of a table of codes, or the lines about one code. */
interface CatalogueHeadings {
  readonly code: string;
  readonly meaning: string;
  readonly cashier: string;
  readonly developer: string;
  readonly note: string;
  readonly class: string;
  readonly retry: string;
}

/** The words about codes in general, in one language. */
export interface CatalogueWords {
  readonly headings: CatalogueHeadings;
  /** What the codes of a class have in common. */
  readonly classes: Readonly<Record<ResponseCodeClass, { readonly title: string; readonly about: string }>>;
  /** What may follow a code. */
  readonly retries: Readonly<Record<ResponseCodeRetry, string>>;
}
