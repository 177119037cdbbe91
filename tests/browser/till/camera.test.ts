import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Desk, PATIENCE_MS } from '../support/desk.ts';
import { testCode } from './test-code.ts';
import { COUNTER, TillWindow } from './till-window.ts';

const WIDTH = 640;
const HEIGHT = 480;

/** Dark and light of a drawn code, in the middle of a picture of the camera. */
async function cameraPicture(text: string, kind: 'code128' | 'qrcode'): Promise<Uint8Array> {
  const drawn = bwip.raw({ bcid: kind, text });
  const [symbol] = drawn as { pixs?: number[]; pixx?: number; pixy?: number; sbs?: number[] }[];
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(235);
  const dark = (x: number, y: number): void => {
    luma[y * WIDTH + x] = 16;
  };
  if (symbol?.pixs !== undefined) {
    const side = symbol.pixx ?? 0;
    const module = Math.floor(320 / side);
    const left = Math.floor((WIDTH - side * module) / 2);
    const top = Math.floor((HEIGHT - side * module) / 2);
    for (const [index, pixel] of symbol.pixs.entries()) {
      if (pixel === 0) continue;
      const x = left + (index % side) * module;
      const y = top + Math.floor(index / side) * module;
      for (let dy = 0; dy < module; dy += 1) for (let dx = 0; dx < module; dx += 1) dark(x + dx, y + dy);
    }
    return luma;
  }
  const bars = symbol?.sbs ?? [];
  const modules = bars.reduce((sum, width) => sum + width, 0);
  const module = Math.floor((WIDTH - 80) / modules);
  let x = Math.floor((WIDTH - modules * module) / 2);
  for (const [index, width] of bars.entries()) {
    for (let dx = 0; dx < width * module && index % 2 === 0; dx += 1) {
      for (let y = 160; y < 320; y += 1) dark(x + dx, y);
    }
    x += width * module;
  }
  return luma;
}

/** A film of one picture, as Chromium takes it instead of a camera (YUV4MPEG2, 4:2:0). */
function film(luma: Uint8Array): Uint8Array {
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, grey]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array.from({ length: 10 }, () => frame)]);
}

let desk: Desk;
let folder: string;
beforeAll(async () => {
  desk = await Desk.open();
  folder = mkdtempSync(join(tmpdir(), 'opencpm-camera-'));
});
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

async function openBefore(browser: Browser, permissions: readonly string[]): Promise<TillWindow> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: COUNTER });
  await context.grantPermissions([...permissions], { origin: desk.url });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${desk.url}/till`);
  const till = new TillWindow(page);
  await till.logIn();
  await till.makeReady(desk);
  return till;
}

describe('the camera', () => {
  it.each(['code128', 'qrcode'] as const)(
    'scans a drawn %s; it is asked for only then, and let go',
    async (kind) => {
      const file = join(folder, `${kind}.y4m`);
      writeFileSync(file, film(await cameraPicture(testCode(), kind)));
      const browser = await launchBrowser([
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ]);
      try {
        const till = await openBefore(browser, ['camera']);
        const wasm: string[] = [];
        till.page.on('request', (request) => {
          if (request.url().endsWith('.wasm')) wasm.push(request.url());
        });
        const errors: string[] = [];
        till.page.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text());
        });
        await till.type('1990');
        expect(wasm).toEqual([]);
        await till.press('Camera');
        await till.shows('paid');
        expect(wasm).toEqual([expect.stringMatching(`^${desk.url}/till/assets/`)]);
        expect(await till.page.locator('video').count()).toBe(0);
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );

  it('that is not there is said, and everything else works', async () => {
    const browser = await launchBrowser();
    try {
      const till = await openBefore(browser, []);
      await till.type('100');
      await till.press('Camera');
      await till.page
        .getByRole('dialog')
        .getByText(/camera/i)
        .nth(1)
        .waitFor();
      await till.page.getByText(/No camera can be used here|The camera is not allowed/).waitFor();
      await till.press('Cancel');
      await till.scan(testCode());
      await till.shows('paid');
    } finally {
      await browser.close();
    }
  });
});
