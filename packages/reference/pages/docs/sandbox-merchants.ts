import { computed, signal } from '@preact/signals';

/** A merchant of the sandbox with its key, which is no secret: nothing but play money hangs on it. */
export interface SandboxMerchant {
  readonly name: string;
  readonly appCode: string;
  readonly clientKey: string;
  /** Store to name in every call; undefined for a merchant without stores. */
  readonly storeId: string | undefined;
}

/** Merchants that calls can be tried with; empty on every gateway but a sandbox on this machine. */
export const merchants = signal<readonly SandboxMerchant[]>([]);
/** Place of the chosen one. */
export const chosenIndex = signal(0);
/** The merchant samples and trials use. */
export const chosenMerchant = computed(() => merchants.value[chosenIndex.value]);

interface MerchantJson {
  readonly app_code: string;
  readonly client_key: string;
  readonly name: string;
  readonly stores: readonly { readonly mchid: string; readonly name: string }[];
}

/** Asks the sandbox for its merchants. A gateway with real money has no such address, and the page stays without. */
export async function loadMerchants(): Promise<void> {
  const answer = await fetch('/sandbox/merchants').catch(() => undefined);
  if (answer?.ok !== true) return;
  const { merchants: found } = (await answer.json()) as { readonly merchants: readonly MerchantJson[] };
  merchants.value = found.flatMap(
    ({ app_code: appCode, client_key: clientKey, name, stores }): SandboxMerchant[] =>
      stores.length === 0
        ? [{ name, appCode, clientKey, storeId: undefined }]
        : stores.map((store) => ({
            name: `${name}: ${store.name}`,
            appCode,
            clientKey,
            storeId: store.mchid,
          })),
  );
}
