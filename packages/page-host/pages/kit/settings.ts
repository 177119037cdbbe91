/** Settings of a page that last in this browser. */
export interface Settings {
  /** A setting; undefined when there is none, or the browser keeps nothing. */
  kept(name: string): string | undefined;
  /** Remembers a setting, where the browser keeps anything. */
  keep(name: string, value: string): void;
}

/**
 * The settings of one page. Pages of one address share their storage, and nothing in it.
 *
 * @param page its name, such as `till`.
 */
export function settingsOf(page: string): Settings {
  const key = (name: string): string => `opencpm.${page}.${name}`;
  return {
    kept(name) {
      try {
        return localStorage.getItem(key(name)) ?? undefined;
      } catch {
        return undefined;
      }
    },
    keep(name, value) {
      try {
        localStorage.setItem(key(name), value);
      } catch {
        // A browser that keeps nothing starts with the usual settings next time.
      }
    },
  };
}
