import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../language/language.ts';

/** A page that comes over the line when it is gone to for the first time. */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function LazyPage(props: Props) {
    const [, setLoaded] = useState(loaded !== undefined);
    useEffect(() => {
      if (loaded !== undefined) return;
      void load()
        .then((page) => {
          loaded = page;
          setLoaded(true);
        })
        // Without a network, and without a copy, the page says for as long that it is loading.
        .catch(() => undefined);
    }, []);
    if (loaded !== undefined) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return (
      <main class="desk">
        <h1 tabIndex={-1}>{say().loading}</h1>
      </main>
    );
  };
}
