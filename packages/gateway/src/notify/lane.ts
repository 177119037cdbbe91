/** Whose tries they are, and where they go. What one lane does says nothing about another on the same host. */
export interface Lane {
  readonly merchantNumber: number;
  /** Origin: scheme, host and port. */
  readonly endpoint: string;
}

/** A lane as the key of a map; a number holds no space. */
export function laneKey({ merchantNumber, endpoint }: Lane): string {
  return `${merchantNumber} ${endpoint}`;
}
