import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPage } from './add-page.ts';

describe('a page', () => {
  let folder: string;
  let app: FastifyInstance;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'opencpm-page-'));
    app = fastify();
    addPage(app, { path: '/page', folder: pathToFileURL(`${folder}/`) });
  });
  afterEach(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it('says what to do when it is not built', async () => {
    const answer = await app.inject('/page');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      error: 'This page is not built yet: run `npm run pages`, then reload.',
    });
  });

  it('is served under a policy that lets nothing foreign in, its assets for ever', async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets', 'index-AB_c-1.js'), 'export {};');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const page = await app.inject('/page');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self';"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect((await app.inject('/page/')).body).toBe(page.body);
    const asset = await app.inject('/page/assets/index-AB_c-1.js');
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const name of ['none.js', '..%2fsecret.txt', '%2e%2e%2findex.html', 'a.txt', '.js']) {
      expect((await app.inject(`/page/assets/${name}`)).statusCode, name).toBe(404);
    }
  });

  it('leaves a failing disk to the application around', async () => {
    mkdirSync(join(folder, 'index.html'));
    expect((await app.inject('/page')).statusCode).toBe(500);
  });

  it('has nothing beside its assets unless it can be installed', async () => {
    writeFileSync(join(folder, 'sw.js'), 'export {};');
    expect((await app.inject('/page/sw.js')).statusCode).toBe(404);
  });
});

describe('a page that can be installed', () => {
  it('has its manifest, icons and a service worker for its own address, asked for every time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opencpm-page-'));
    const app = fastify();
    try {
      for (const name of ['index.html', 'sw.js', 'manifest.webmanifest', 'secret.txt']) {
        writeFileSync(join(folder, name), name);
      }
      addPage(app, {
        path: '/page',
        folder: pathToFileURL(`${folder}/`),
        camera: true,
        wasm: true,
        installable: true,
        trustedTypesPolicy: 'till',
      });
      const worker = await app.inject('/page/sw.js');
      expect(worker.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'service-worker-allowed': '/page',
        'cache-control': 'no-cache',
      });
      const manifest = await app.inject('/page/manifest.webmanifest');
      expect(manifest.headers['content-type']).toBe('application/manifest+json; charset=utf-8');
      expect((await app.inject('/page/secret.txt')).statusCode).toBe(404);
      expect((await app.inject('/page/index.html')).statusCode).toBe(404);
      const { headers } = await app.inject('/page');
      expect(headers['content-security-policy']).toMatch(
        /script-src 'self' 'wasm-unsafe-eval';.*worker-src 'self'/,
      );
      expect(headers['content-security-policy']).toMatch(/trusted-types till$/);
      expect(headers['permissions-policy']).toMatch(/^camera=\(self\), /);
    } finally {
      await app.close();
      rmSync(folder, { recursive: true });
    }
  });
});
