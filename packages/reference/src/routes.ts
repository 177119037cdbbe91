import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { addPage } from '@opencpm/page-host';
import type { FastifyInstance } from 'fastify';

const PAGE = { path: '/docs', folder: new URL('../dist/docs/', import.meta.url) };
const DESCRIPTION = new URL('../openapi.json', import.meta.url);

interface Served {
  readonly bytes: Buffer;
  readonly tag: string;
}

async function readDescription(): Promise<Served> {
  const bytes = await readFile(DESCRIPTION);
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

/**
 * `GET /openapi.json` and the reference page at `/docs`. Holds no secret and asks nothing of the gateway; the description
 * is read from the disk once.
 */
export function referenceRoutes(app: FastifyInstance): void {
  addPage(app, PAGE);

  let description: Promise<Served> | undefined;
  app.get('/openapi.json', async ({ headers }, reply) => {
    description ??= readDescription();
    const { bytes, tag } = await description;
    reply.headers({
      // Tools in browsers read it from their own pages; it says the same to everybody.
      'access-control-allow-origin': '*',
      'cache-control': 'no-cache',
      'content-type': 'application/json; charset=utf-8',
      etag: tag,
      'x-content-type-options': 'nosniff',
    });
    return headers['if-none-match'] === tag ? reply.code(304).send() : reply.send(bytes);
  });
}
