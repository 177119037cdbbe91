import { type IncomingMessage, Server, ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import type { CrashPoint, KillPoint } from './crash-plan.ts';
import { wrapMethod } from './wrap-method.ts';

const PAYMENT_PATH = '/trade/v1/payment';

/** Kill points that the next commit of a database passes. */
class NextCommit {
  #before: KillPoint[] = [];
  #after: KillPoint[] = [];

  expect(before: KillPoint, after?: KillPoint): void {
    this.#before.push(before);
    if (after !== undefined) this.#after.push(after);
  }

  run(commit: () => unknown, pass: (point: KillPoint) => void): unknown {
    for (const point of this.#before.splice(0)) pass(point);
    const after = this.#after.splice(0);
    const result = commit();
    for (const point of after) pass(point);
    return result;
  }
}

/**
 * Builds the kill points the gateway does not name itself into the libraries under it: the commits of its database,
 * and the beginning and end of an HTTP exchange. For a process that exists to be killed.
 *
 * @param pass called each time a point is passed.
 * @returns the function to hand to the gateway for its own points.
 */
export function plantKillPoints(pass: (point: KillPoint | CrashPoint) => void): (point: CrashPoint) => void {
  const gatewayCommit = new NextCommit();
  plantInGatewayCommits(gatewayCommit, pass);
  plantInHttp(pass);
  return (point) => {
    pass(point);
    if (point === 'before_intent') gatewayCommit.expect('intent_uncommitted', 'intent_committed');
    if (point === 'charge_answered') gatewayCommit.expect('outcome_uncommitted');
  };
}

/** The gateway commits by a text that is executed. */
function plantInGatewayCommits(next: NextCommit, pass: (point: KillPoint) => void): void {
  wrapMethod(DatabaseSync.prototype, 'exec', ({ parameters, proceed }) =>
    parameters[0] === 'COMMIT' ? next.run(proceed, pass) : proceed(),
  );
}

function plantInHttp(pass: (point: KillPoint) => void): void {
  wrapMethod(Server.prototype, 'emit', ({ parameters: [event, request], proceed }) => {
    if (event === 'request' && (request as IncomingMessage).url === PAYMENT_PATH) pass('request_arriving');
    return proceed();
  });
  wrapMethod(ServerResponse.prototype, 'end', ({ self, parameters: [body], proceed }) => {
    const response = self as ServerResponse;
    if (response.req.url !== PAYMENT_PATH || typeof body !== 'string' || body === '') return proceed();
    const half = Math.ceil(body.length / 2);
    response.write(body.slice(0, half), () => {
      pass('answer_half_sent');
      response.write(body.slice(half));
      response.end();
    });
    return response;
  });
}
