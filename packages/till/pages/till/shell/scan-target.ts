import { useLayoutEffect } from 'preact/hooks';

/** Takes a scan: a payment code as it came from a scanner, a camera or the keyboard. */
export type ScanTarget = (text: string) => void;

const targets: ScanTarget[] = [];

/** Whoever was shown last takes the scans; undefined when nobody does. */
export function scanTarget(): ScanTarget | undefined {
  return targets.at(-1);
}

/** Takes the scans while this part of the page is shown: from before it is painted, so that none falls between. */
export function useScans(target: ScanTarget): void {
  useLayoutEffect(() => {
    targets.push(target);
    return () => {
      targets.splice(targets.lastIndexOf(target), 1);
    };
  });
}
