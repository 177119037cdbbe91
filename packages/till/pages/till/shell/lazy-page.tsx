import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../language/language.ts';
import { handScan, refuseScan } from './hand-scan.ts';
import { type ScanTarget, useScans } from './scan-target.ts';

function Loading() {
  return (
    <main class="desk">
      <h1 tabIndex={-1}>{say().loading}</h1>
    </main>
  );
}

function LoadingThatHolds({ hold }: { readonly hold: ScanTarget }) {
  useScans(hold);
  return <Loading />;
}

/**
 * A page that comes over the line when it is gone to for the first time. A scan that is faster than the page waits for it;
 * when the page does not come, or the cashier leaves before, the scan does nothing, and the till says so.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function LazyPage(props: Props) {
    const [state, setState] = useState<'loading' | 'loaded' | 'absent'>(
      loaded === undefined ? 'loading' : 'loaded',
    );
    const held = useRef<string | undefined>(undefined);
    useEffect(() => {
      if (loaded !== undefined) return;
      void load()
        .then((page) => {
          loaded = page;
          setState('loaded');
        })
        // Without a network, and without a copy, the page says for as long that it is loading.
        .catch(() => setState('absent'));
    }, []);
    useLayoutEffect(() => {
      const text = held.current;
      if (state === 'loading' || text === undefined) return;
      held.current = undefined;
      // What the page shows takes scans already: effects run from the inside outwards.
      handScan(text);
    }, [state]);
    useLayoutEffect(
      () => () => {
        if (held.current !== undefined) refuseScan();
      },
      [],
    );
    if (loaded !== undefined) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    if (state === 'absent') return <Loading />;
    return (
      <LoadingThatHolds
        hold={(text) => {
          held.current = text;
        }}
      />
    );
  };
}
