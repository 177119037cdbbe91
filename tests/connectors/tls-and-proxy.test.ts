import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  openConnector,
  type OpenedConnector,
  systemClock,
  systemTimers,
} from '../../packages/gateway/src/index.ts';
import { NodeWalletHttp } from '../../packages/gateway/src/wallet/http/node-wallet-http.ts';
import { selfSignedCertificate } from '../../packages/sandbox/src/server/certificate.ts';
import { PATIENT } from './support/gateway-side.ts';

const DAY_MS = 86_400_000;

interface Identity {
  readonly key: string;
  readonly certificate: string;
}

function identity(commonName: string, key: KeyObject): Identity {
  const facts = { serial: '4f70656e', commonName, fromMs: Date.now() - DAY_MS, toMs: Date.now() + DAY_MS };
  return {
    key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificate: selfSignedCertificate(key, facts),
  };
}

let wallet: Identity;
let gateway: Identity;
beforeAll(() => {
  const [first, second] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey);
  if (first === undefined || second === undefined) throw new Error('no keys');
  wallet = identity('localhost', first);
  gateway = identity('the gateway', second);
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A wallet that answers with the name in the certificate it was shown, and nobody without one. */
async function startWallet(): Promise<string> {
  const { key, certificate: cert } = wallet;
  const options = { key, cert, ca: gateway.certificate, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (request, response) => {
    response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN);
  });
  return `https://localhost:${await listen(server)}`;
}

/** A proxy that lets connections through, and counts them. */
async function startProxy(): Promise<{ readonly url: string; readonly connections: () => number }> {
  let connections = 0;
  const server = createProxy();
  server.on('connect', ({ url = '' }, socket) => {
    connections += 1;
    const [host, port] = url.split(':');
    const onwards = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onwards).pipe(socket);
    });
    socket.on('error', () => onwards.destroy());
    onwards.on('error', () => socket.destroy());
    closing.push(() => onwards.destroy());
  });
  return { url: `http://localhost:${await listen(server)}`, connections: () => connections };
}

interface Opened {
  readonly opened: OpenedConnector | undefined;
  readonly problems: readonly string[];
}

async function open(
  values: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
): Promise<Opened> {
  const problems: string[] = [];
  const files = {
    read(): never {
      throw new Error('no file is read here');
    },
  };
  const opened = await openConnector(
    'other',
    {
      values: { connector: 'upstream', app_code: 'A'.repeat(32), client_key_env: 'KEY', ...values },
      environment: { KEY: '0123456789ABCDEF', ...environment },
      files,
    },
    { clock: systemClock, timers: systemTimers, randomBytes, alert: () => undefined },
    (problem) => problems.push(problem),
  );
  if (opened !== undefined) closing.push(opened.close);
  return { opened, problems };
}

const TLS = {
  tls_certificate_env: 'CERTIFICATE',
  tls_key_env: 'TLS_KEY',
  tls_authorities_env: 'AUTHORITIES',
};

describe('a wallet that asks for a certificate', () => {
  async function call(more: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const host = await startWallet();
    const { opened, problems } = await open(
      { host, ...TLS, ...more },
      { CERTIFICATE: gateway.certificate, TLS_KEY: gateway.key, AUTHORITIES: wallet.certificate },
    );
    expect(problems).toEqual([]);
    const answer = await opened?.ports.http.send({ method: 'GET', url: host, headers: {} }, PATIENT);
    return answer?.kind === 'answer' ? answer.body.toString() : answer;
  }

  it('is shown the one of the configuration', async () => {
    expect(await call()).toBe('the gateway');
  });

  it('is shown it through a proxy, which reads nothing of the call', async () => {
    const proxy = await startProxy();
    expect(await call({ proxy: proxy.url })).toBe('the gateway');
    expect(proxy.connections()).toBe(1);
  });

  it('gets nothing when its own certificate is vouched for by nobody', async () => {
    const host = await startWallet();
    const { opened } = await open({ host }, {});
    const answer = await opened?.ports.http.send({ method: 'GET', url: host, headers: {} }, PATIENT);
    expect(answer).toMatchObject({ kind: 'not_sent', reason: expect.stringContaining('self-signed') });
  });
});

describe('keys and certificates of the connection', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, () => Record<string, string>, string]>([
    [
      'a certificate without its key',
      { tls_certificate_env: 'CERTIFICATE' },
      () => ({ CERTIFICATE: gateway.certificate }),
      'other.tls_key: is missing; it goes with tls_certificate',
    ],
    [
      'a key without its certificate',
      { tls_key_env: 'TLS_KEY' },
      () => ({ TLS_KEY: gateway.key }),
      'other.tls_certificate: is missing; tls_key goes with it',
    ],
    [
      'the key of another certificate',
      { tls_certificate_env: 'CERTIFICATE', tls_key_env: 'TLS_KEY' },
      () => ({ CERTIFICATE: gateway.certificate, TLS_KEY: wallet.key }),
      'other.tls_key: does not belong to tls_certificate, whose own comes first',
    ],
    [
      'a certificate nobody can read',
      { tls_certificate_env: 'CERTIFICATE', tls_key_env: 'TLS_KEY' },
      () => ({ CERTIFICATE: gateway.certificate.replace('MII', 'M!!'), TLS_KEY: gateway.key }),
      'other.tls_certificate: must hold a certificate, PEM',
    ],
    [
      'a key nobody can read',
      { tls_certificate_env: 'CERTIFICATE', tls_key_env: 'TLS_KEY' },
      () => ({ CERTIFICATE: gateway.certificate, TLS_KEY: gateway.key.replace('MII', 'M!!') }),
      'other.tls_key: must hold a private key without a pass phrase, PEM',
    ],
    [
      'authorities that are none',
      { tls_authorities_env: 'AUTHORITIES' },
      () => ({ AUTHORITIES: gateway.key }),
      'other.tls_authorities: must hold certificates, PEM',
    ],
  ])('are refused at the start: %s', async (_name, values, environment, problem) => {
    const { opened, problems } = await open({ host: 'https://wallet.example', ...values }, environment());
    expect(problems).toEqual([problem]);
    expect(opened).toBeUndefined();
  });

  it('that TLS does not take send nothing, and reject no call', async () => {
    const settings = {
      connectTimeoutMs: 5_000,
      totalTimeoutMs: 5_000,
      proxy: undefined,
      tlsAuthorities: undefined,
    };
    const http = new NodeWalletHttp(
      { ...settings, tlsCertificate: gateway.certificate, tlsKey: wallet.key },
      systemTimers,
    );
    const answer = await http.send({ method: 'GET', url: 'https://localhost:1', headers: {} }, PATIENT);
    http.close();
    expect(answer).toMatchObject({
      kind: 'not_sent',
      reason: expect.stringContaining('key values mismatch'),
    });
  });

  it('are shown with their ends', async () => {
    const { opened } = await open(
      { host: 'https://wallet.example', ...TLS },
      { CERTIFICATE: gateway.certificate, TLS_KEY: gateway.key, AUTHORITIES: wallet.certificate },
    );
    const facts = opened?.keys() ?? [];
    expect(facts.map(({ setting }) => setting)).toEqual([
      'client_key',
      'tls_certificate',
      'tls_key',
      'tls_authorities',
    ]);
    expect(facts[1]?.expiresAtMs).toBeGreaterThan(Date.now());
    expect(facts[1]?.fingerprint).toBe(facts[2]?.fingerprint);
    expect(JSON.stringify(facts)).not.toContain('BEGIN');
  });
});
