import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type PageAbilities, pageHeaders } from './page-rules.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json; charset=utf-8',
  woff2: 'font/woff2',
};

const ASSET_NAME = /^[\w-]+(?:\.[\w-]+)*\.(css|js|png|svg|wasm|woff2)$/;
/** What an installable page has beside its assets: its manifest, its service worker and its icons. */
const BESIDE_NAME = /^[\w-]+\.(js|png|svg|webmanifest)$/;
/** Names of assets hold a hash of their bytes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EVERY_TIME = 'no-cache';

/** A page that `npm run pages` has built. */
export interface BuiltPage extends PageAbilities {
  /** Where it is served, for example `/phone`. */
  readonly path: string;
  /** Folder with `index.html` and `assets`, ending in a slash. */
  readonly folder: URL;
}

/** Serves a built page and its assets, under rules that let nothing foreign in. */
export function addPage(app: FastifyInstance, page: BuiltPage): void {
  const { path, folder, installable = false } = page;
  const headers = pageHeaders(page);
  const send = async (
    reply: FastifyReply,
    name: string,
    type: string,
    keep: string,
  ): Promise<FastifyReply> => {
    let bytes: Buffer;
    try {
      bytes = await readFile(new URL(name, folder));
    } catch (error) {
      if (!isMissing(error)) throw error;
      reply.headers(headers);
      return name === 'index.html'
        ? reply.code(503).send({ error: 'This page is not built yet: run `npm run pages`, then reload.' })
        : reply.code(404).send({ error: `There is no ${path}/${name}; reload the page.` });
    }
    return reply.headers({ ...headers, 'cache-control': keep, 'content-type': TYPES[type] }).send(bytes);
  };

  // With a slash as well: people type both.
  for (const each of [path, `${path}/`]) {
    app.get(each, (_request, reply) => send(reply, 'index.html', 'html', ASK_EVERY_TIME));
  }
  app.get<{ Params: { name: string } }>(`${path}/assets/:name`, async ({ params }, reply) => {
    const type = ASSET_NAME.exec(params.name)?.[1];
    if (type === undefined)
      return reply.code(404).send({ error: `There is no ${path}/assets of that name.` });
    return send(reply, `assets/${params.name}`, type, FOR_EVER);
  });
  if (!installable) return;
  app.get<{ Params: { name: string } }>(`${path}/:name`, async ({ params }, reply) => {
    const type = BESIDE_NAME.exec(params.name)?.[1];
    if (type === undefined) return reply.code(404).send({ error: `There is no ${path} of that name.` });
    // The service worker lies below the address of the page and has to open that as well.
    if (type === 'js') reply.header('service-worker-allowed', path);
    return send(reply, params.name, type, ASK_EVERY_TIME);
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
