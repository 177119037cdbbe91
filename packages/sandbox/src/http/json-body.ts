import { SandboxRefusal } from '../sandbox-refusal.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

function invalid(message: string): SandboxRefusal {
  return new SandboxRefusal('invalid', message);
}

/**
 * Reads a body as a JSON object; an empty one stands for `{}`.
 *
 * @param body the bytes, or anything without length for no body.
 * @param contentType header `Content-Type`.
 * @throws SandboxRefusal `invalid` when it is not a JSON object in UTF-8 with `application/json`.
 */
export function readJsonBody(
  body: unknown,
  contentType: string | undefined,
): Readonly<Record<string, unknown>> {
  if (!(body instanceof Uint8Array) || body.length === 0) return {};
  if (contentType === undefined || !JSON_TYPE.test(contentType)) {
    throw invalid('Content-Type: send the body as application/json.');
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw invalid('body: it is not JSON in UTF-8; send an object like {"field": "value"}.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('body: send a JSON object like {"field": "value"}.');
  }
  return { ...value };
}

/** Refuses fields that mean nothing here, so that a misspelt one is noticed. */
export function allowFields(body: Readonly<Record<string, unknown>>, allowed: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (!allowed.includes(name)) {
      throw invalid(`${name}: there is no such field here; allowed are ${allowed.join(', ') || 'none'}.`);
    }
  }
}

/** A field that must be a text when it is there. */
export function optionalText(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`${name}: give a text in quotes.`);
}
