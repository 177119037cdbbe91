import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { PayTiming } from '@opencpm/client';
import type { TillPorts } from '../ports.ts';
import type { TillSettings } from '../settings.ts';
import { TillProblem } from '../store/till-problem.ts';
import { Till } from '../till.ts';
import { addTillRoutes } from './till-routes.ts';

const REQUEST_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 65_000;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Where a till listens. */
export interface ListenSettings {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Files of a certificate and its key, in PEM. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** A till that is being served. */
export interface TillServer {
  /** Address of the page. */
  readonly url: string;
  /** Where it listens. */
  readonly address: AddressInfo;
  readonly till: Till;
  close(): Promise<void>;
}

/**
 * Opens a till and serves it in a process of its own.
 *
 * @throws TillProblem when it cannot be opened, or would be reached without TLS by more than this machine.
 */
export async function serveTill(
  settings: TillSettings,
  listen: ListenSettings,
  ports: TillPorts,
  timing?: Partial<PayTiming>,
): Promise<TillServer> {
  assertSafe(settings, listen);
  const app = newServer(listen);
  const till = new Till(settings, ports, timing);
  try {
    app.register(async (scope) => {
      addTillRoutes(scope, {
        till: () => till,
        log: ports.log,
        reach: { publicHost: hostOf(settings.publicUrl), loopbackOnly: settings.publicUrl === undefined },
        isSecure: listen.tls !== undefined || settings.publicUrl?.startsWith('https:') === true,
        phoneUrl: undefined,
      });
    });
    app.get('/', async (_request, reply) => reply.redirect('/till'));
    await app.listen({ host: listen.host, port: listen.port });
    // Not waited for: the screens say how far it is, and what is open must not wait for the line.
    void till.start().catch((error: unknown) => {
      ports.log.alert('till_start_failed', { why: String(error) });
    });
  } catch (error) {
    await app.close();
    await till.close();
    throw error;
  }
  return {
    url: `${settings.publicUrl ?? localUrl(app, listen)}/till`,
    address: app.server.address() as AddressInfo,
    till,
    async close() {
      await till.stop();
      await app.close();
      await till.close();
    },
  };
}

/** A till is a purse: beyond this machine nobody comes to it without TLS, and none by a name nobody gave. */
function assertSafe({ publicUrl }: Pick<TillSettings, 'publicUrl'>, { host, tls }: ListenSettings): void {
  if (publicUrl !== undefined && !publicUrl.startsWith('https://')) {
    throw new TillProblem('--public-url must begin with https://; a till is not served without TLS');
  }
  if (LOOPBACK.test(host)) return;
  if (tls === undefined) {
    throw new TillProblem(
      `the till would be reached at ${host} without TLS, and anybody on the network could read its PINs; give --tls-cert and --tls-key, or leave out --host`,
    );
  }
  if (publicUrl === undefined) {
    throw new TillProblem(
      'give --public-url, the address browsers reach the till by, such as https://till.example.com:8443',
    );
  }
}

function newServer({ tls }: ListenSettings): FastifyInstance {
  const options = {
    logger: false,
    requestTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: IDLE_LIMIT_MS,
    forceCloseConnections: 'idle' as const,
    exposeHeadRoutes: false,
    http: { headersTimeout: REQUEST_LIMIT_MS },
  };
  if (tls === undefined) return Fastify(options);
  const read = (file: string, option: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new TillProblem(`the file of ${option} cannot be read (${why})`);
    }
  };
  const https = {
    cert: read(tls.certFile, '--tls-cert'),
    key: read(tls.keyFile, '--tls-key'),
    minVersion: 'TLSv1.2' as const,
  };
  try {
    return Fastify({ ...options, https });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TillProblem(`certificate and key cannot be used (${why})`);
  }
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).host;
}

function localUrl(app: FastifyInstance, { host, tls }: ListenSettings): string {
  const { port } = app.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}`;
}
