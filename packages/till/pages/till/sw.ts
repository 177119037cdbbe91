/** The service worker: opens the till without a network. It never answers a call to the till's server from a copy. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  /** Both are put before this script by the build (`pages/service-worker.ts`) and change with it. */
  readonly pageFiles: readonly string[];
  readonly pageBuild: string;
}
interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;

/** Paths of everything the page is made of. */
const FILES = scope.pageFiles;
const CACHE = `till-${scope.pageBuild}`;
const PAGE = '/till';
const ASSETS = '/till/assets/';

scope.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll([PAGE, ...FILES]);
      await scope.skipWaiting();
    })(),
  );
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
      await scope.clients.claim();
    })(),
  );
});

/** The page of the server while there is one, so that a new build is shown at once. */
async function freshPage(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
  } catch {
    // No network.
  }
  return (await caches.match(PAGE)) ?? Response.error();
}

/** Names of assets hold a hash of their bytes: a copy is as good as the original. */
async function asset(request: Request): Promise<Response> {
  const copy = await caches.match(request);
  if (copy !== undefined) return copy;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

async function beside(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== 'GET') return;
  if (pathname === PAGE || pathname === `${PAGE}/`) event.respondWith(freshPage(request));
  else if (pathname.startsWith(ASSETS)) event.respondWith(asset(request));
  else if (FILES.includes(pathname)) event.respondWith(beside(request));
});
