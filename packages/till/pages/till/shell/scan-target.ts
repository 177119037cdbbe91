import { useLayoutEffect, useRef } from 'preact/hooks';

/** Takes a scan: a payment code as it came from a scanner, a camera or the keyboard. */
export type ScanTarget = (text: string) => void;

const targets: { readonly current: ScanTarget }[] = [];

/** Whoever was shown last takes the scans; undefined when nobody does. */
export function scanTarget(): ScanTarget | undefined {
  return targets.at(-1)?.current;
}

/**
 * Takes the scans while this part of the page is shown: from before it is painted, so that none falls between, and below
 * what is shown over it, however often it is drawn again.
 */
export function useScans(target: ScanTarget): void {
  const latest = useRef(target);
  latest.current = target;
  useLayoutEffect(() => {
    targets.push(latest);
    return () => {
      targets.splice(targets.lastIndexOf(latest), 1);
    };
  }, []);
}
