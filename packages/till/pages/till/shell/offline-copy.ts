/** What the page may make addresses of scripts with; the one policy its server allows. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (text: string) => string },
  ): { createScriptURL(text: string): string };
}

const WORKER = '/till/sw.js';

/** Lets the browser keep the page, so that it opens without a network. */
export function keepOfflineCopy(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('till', {
    createScriptURL(text) {
      if (text === WORKER) return text;
      throw new TypeError(`${text} is no script of the till.`);
    },
  });
  // Without the copy the page works as long as there is a network.
  void navigator.serviceWorker
    .register(policy?.createScriptURL(WORKER) ?? WORKER, { scope: '/till' })
    .catch(() => undefined);
}
