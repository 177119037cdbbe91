import { execFileSync } from 'node:child_process';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveTill } from '../../packages/till/src/index.ts';
import { useShop } from './support/shop.ts';

const shop = useShop();

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

function get(port: string, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      port,
      host: '127.0.0.1',
      path: '/till/api/start',
      headers: { host },
      rejectUnauthorized: false,
    };
    request(options, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, headers: answer.headers });
    })
      .on('error', reject)
      .end();
  });
}

describe('a till with a certificate', () => {
  it('listens beyond this machine, answers to its own name only, and keeps browsers on TLS', async () => {
    const { directory } = shop();
    const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
    const certificate = ['-subj', '/CN=till.example', '-days', '2', '-out', certFile];
    execFileSync('openssl', ['req', '-x509', ...key, ...certificate], { stdio: 'ignore' });
    const server = await serveTill(
      shop().settings({ publicUrl: 'https://till.example:8443' }),
      { host: '0.0.0.0', port: 0, tls: { certFile, keyFile } },
      shop().ports(),
    );
    try {
      expect(server.url).toBe('https://till.example:8443/till');
      const { port } = server.address;
      const own = await get(String(port), 'till.example:8443');
      expect([own.status, own.headers['strict-transport-security']]).toEqual([200, 'max-age=63072000']);
      expect((await get(String(port), 'evil.example:8443')).status).toBe(403);
    } finally {
      await server.close();
    }
  });
});
