import { type Browser, chromium } from 'playwright-core';
import { chromiumProgram } from './chromium-program.ts';

/** Starts the Chromium of the browser tests; what draws and scans gets a still picture instead of a camera. */
export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const { executablePath, environment } = chromiumProgram();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    // Tests run as root in containers, where Chromium's own sandbox cannot be set up; only this project's pages are opened.
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
      ...args,
    ],
  });
}
