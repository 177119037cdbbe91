/**
 * Keeps the screen on while the till is looked at, where the browser can.
 *
 * @returns a function that ends it.
 */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  const take = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    try {
      const taken = await navigator.wakeLock?.request('screen');
      if (ended) await taken?.release();
      else lock = taken;
    } catch {
      // The battery is low, or the browser does not like it: the screen darkens as ever.
    }
  };
  // A lock ends when the page is hidden.
  const again = (): void => void take();
  document.addEventListener('visibilitychange', again);
  void take();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release().catch(() => undefined);
  };
}
