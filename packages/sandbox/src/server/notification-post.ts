import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** What the merchant side said to a notification. */
interface NotificationAnswer {
  readonly status: number;
  readonly body: string;
}

/** Posts a notification; undefined when no whole answer came. Never rejects. */
export type PostNotification = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
) => Promise<NotificationAnswer | undefined>;

const ANSWER_LENGTH_MAX = 4_096;
const ANSWER_TIME_MS = 5_000;
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Posts on this machine alone: a simulated wallet calls nobody on the network. */
export const postNotification: PostNotification = (url, headers, body) =>
  new Promise((resolve) => {
    const address = URL.parse(url);
    if (address === null || !/^https?:$/.test(address.protocol) || !LOCAL.test(address.hostname)) {
      resolve(undefined);
      return;
    }
    const send = address.protocol === 'https:' ? tlsRequest : plainRequest;
    const call = send(address, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': body.length, Connection: 'close' },
      timeout: ANSWER_TIME_MS,
    });
    const fail = (): void => {
      resolve(undefined);
      call.destroy();
    };
    call.on('error', fail);
    call.on('timeout', fail);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > ANSWER_LENGTH_MAX) fail();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', fail);
    });
    call.end(body);
  });
