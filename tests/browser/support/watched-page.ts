import type { BrowserContext, Page } from 'playwright-core';

/** What a page of this project never does. */
export interface Offences {
  /** Texts of the console's errors, of uncaught errors, and of what the content security policy stopped. */
  readonly errors: string[];
  /** Requests to another host. */
  readonly foreignRequests: string[];
}

/** What a browser says when a request fails; a server that is stopped by a test makes it say so. */
const FAILED_REQUEST = /^Failed to load resource/;

/** Writes down from now on what the pages of a context do wrong. */
export async function watchContext(context: BrowserContext, ownUrl: string): Promise<Offences> {
  const offences: Offences = { errors: [], foreignRequests: [] };
  await context.exposeFunction('tellPolicyViolation', (text: string) => {
    offences.errors.push(`content security policy: ${text}`);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { tellPolicyViolation: tell } = globalThis as unknown as Record<string, (text: string) => void>;
      tell?.(`${violatedDirective} stopped ${blockedURI}`);
    });
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(ownUrl)) offences.foreignRequests.push(request.url());
  });
  context.on('page', (page: Page) => {
    page.on('pageerror', (error) => offences.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !FAILED_REQUEST.test(message.text())) {
        offences.errors.push(message.text());
      }
    });
  });
  return offences;
}
