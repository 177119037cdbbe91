import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** What a browser may do on a page of this project: nothing but what comes from the page's own host. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
    "trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const ASSET_NAME = /^[\w-]+(?:\.[\w-]+)*\.(css|js|svg)$/;
/** Names of assets hold a hash of their bytes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** A page that `npm run pages` has built. */
export interface BuiltPage {
  /** Where it is served, for example `/phone`. */
  readonly path: string;
  /** Folder with `index.html` and `assets`, ending in a slash. */
  readonly folder: URL;
}

/** Serves a built page and its assets, under rules that let nothing foreign in. */
export function addPage(app: FastifyInstance, { path, folder }: BuiltPage): void {
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
      return name === 'index.html'
        ? reply.code(503).send({ error: 'This page is not built yet: run `npm run pages`, then reload.' })
        : reply.code(404).send({ error: `There is no ${path}/${name}; reload the page.` });
    }
    return reply.headers({ ...PAGE_HEADERS, 'cache-control': keep, 'content-type': TYPES[type] }).send(bytes);
  };

  // With a slash as well: people type both.
  for (const each of [path, `${path}/`]) {
    app.get(each, (_request, reply) => send(reply, 'index.html', 'html', 'no-cache'));
  }
  app.get<{ Params: { name: string } }>(`${path}/assets/:name`, async ({ params }, reply) => {
    const type = ASSET_NAME.exec(params.name)?.[1];
    if (type === undefined)
      return reply.code(404).send({ error: `There is no ${path}/assets of that name.` });
    return send(reply, `assets/${params.name}`, type, FOR_EVER);
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
