/** A setting of this browser; undefined when there is none, or the browser keeps nothing. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`opencpm.till.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a setting of this browser, where it can. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`opencpm.till.${name}`, value);
  } catch {
    // A browser that keeps nothing starts with the usual settings next time.
  }
}
