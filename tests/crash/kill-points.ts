import { Server, ServerResponse } from 'node:http';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CrashPoint, KillPoint } from './crash-plan.ts';

const PAYMENT_PATH = '/trade/v1/payment';

/** Kill points that the next commit of a database passes. */
class NextCommit {
  #before: KillPoint[] = [];
  #after: KillPoint[] = [];

  expect(before: KillPoint, after?: KillPoint): void {
    this.#before.push(before);
    if (after !== undefined) this.#after.push(after);
  }

  run(commit: () => void, pass: (point: KillPoint) => void): void {
    for (const point of this.#before.splice(0)) pass(point);
    const after = this.#after.splice(0);
    commit();
    for (const point of after) pass(point);
  }
}

/**
 * Builds the kill points the gateway does not name itself into the libraries under it: the commits of its database
 * and of the wallets' book, and the beginning and end of an HTTP exchange. For a process that exists to be killed.
 *
 * @param pass called each time a point is passed.
 * @returns the function to hand to the gateway for its own points.
 */
export function plantKillPoints(pass: (point: KillPoint) => void): (point: CrashPoint) => void {
  const gatewayCommit = new NextCommit();
  const walletCommit = new NextCommit();
  plantInGatewayCommits(gatewayCommit, pass);
  plantInWalletCommits(walletCommit, pass);
  plantInHttp(pass);
  return (point) => {
    pass(point);
    if (point === 'before_intent') gatewayCommit.expect('intent_uncommitted', 'intent_committed');
    if (point === 'charge_sent') walletCommit.expect('wallet_uncommitted', 'wallet_committed');
    if (point === 'charge_answered') gatewayCommit.expect('outcome_uncommitted');
  };
}

/** The gateway commits by a text that is executed. */
function plantInGatewayCommits(next: NextCommit, pass: (point: KillPoint) => void): void {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    if (sql === 'COMMIT') next.run(() => exec.call(this, sql), pass);
    else exec.call(this, sql);
  };
}

/** The sandbox commits by a prepared statement. */
function plantInWalletCommits(next: NextCommit, pass: (point: KillPoint) => void): void {
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...parameters): StatementSync {
    const statement = prepare.call(this, ...parameters);
    if (parameters[0] === 'COMMIT') {
      const run = statement.run.bind(statement);
      statement.run = () => {
        let result = { changes: 0, lastInsertRowid: 0 } as ReturnType<typeof run>;
        next.run(() => {
          result = run();
        }, pass);
        return result;
      };
    }
    return statement;
  };
}

function plantInHttp(pass: (point: KillPoint) => void): void {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]): boolean {
    const [request] = rest as [{ readonly url?: string } | undefined];
    if (event === 'request' && request?.url === PAYMENT_PATH) pass('request_arriving');
    return Reflect.apply(emit, this, [event, ...rest]) as boolean;
  } as typeof emit;

  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (this: ServerResponse, ...parameters: unknown[]): ServerResponse {
    const [body] = parameters;
    if (this.req.url !== PAYMENT_PATH || typeof body !== 'string') {
      return Reflect.apply(end, this, parameters) as ServerResponse;
    }
    const half = Math.floor(body.length / 2);
    this.write(body.slice(0, half), () => {
      pass('answer_half_sent');
      Reflect.apply(end, this, [body.slice(half)]);
    });
    return this;
  } as typeof end;
}
