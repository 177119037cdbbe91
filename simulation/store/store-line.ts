import type { Transaction } from '../../packages/gateway/src/payment/transaction.ts';
import { StorageUnavailable, type Store } from '../../packages/gateway/src/store/store.ts';
import type { Random } from '../engine/random.ts';
import type { ProcessEnd, World } from '../world.ts';
import { MemoryStore } from './memory-store.ts';

/**
 * Every operation of a store that answers later, and whether it writes. A lease writes when there is something to take.
 * A new operation of the port belongs here.
 */
const OPERATIONS = {
  acceptPayment: 'write',
  changePayment: 'write',
  findPayment: 'read',
  findReversal: 'read',
  reserveRefund: 'write',
  changeRefund: 'write',
  findRefund: 'read',
  refundsOf: 'read',
  listTransactions: 'read',
  leaseDueTransactions: 'lease',
  leaseDueLateCharges: 'lease',
  findLateCharge: 'read',
  changeLateCharge: 'write',
  nextDueMs: 'read',
  resumeDue: 'write',
  notificationQueues: 'read',
  leaseDueNotifications: 'write',
  changeNotification: 'write',
  replayNotification: 'write',
  findNotification: 'read',
  listNotifications: 'read',
  addNote: 'write',
  recordAct: 'write',
  readHistory: 'read',
  passMilestone: 'write',
  milestone: 'read',
  forgetAuthCodes: 'write',
  findMerchant: 'read',
  listMerchants: 'read',
  addMerchant: 'write',
  changeMerchant: 'write',
  listKeys: 'read',
  rotateKey: 'write',
  markKeyFirstUsed: 'write',
  countOldKeyUses: 'write',
  claimDigest: 'write',
  forgetRequestDigests: 'write',
  isWritable: 'read',
} as const satisfies Record<
  Exclude<keyof Store, 'nextTransactionNumber' | 'latestInstantMs' | 'onNotificationWaiting' | 'close'>,
  'read' | 'write' | 'lease'
>;

/** The process at this end of a line. */
export interface LineEnd extends ProcessEnd {
  /** Stops the process at once. */
  kill(where: string): void;
}

type Operation = (...parameters: readonly unknown[]) => Promise<unknown>;

/**
 * The store as one process reaches it: commits take time, are refused, and the process may die right before or right
 * after the point from which they are durable. Whatever a dead process asked for and was not durable never happens;
 * nothing is ever told to the dead.
 */
export function openStoreLine(world: World, end: LineEnd, store: Store, random: Random): Store {
  return new StoreLine(world, end, store, random) as unknown as Store;
}

class StoreLine {
  readonly world: World;
  readonly end: LineEnd;
  readonly store: Store;
  readonly random: Random;

  constructor(world: World, end: LineEnd, store: Store, random: Random) {
    this.world = world;
    this.end = end;
    this.store = store;
    this.random = random;
  }

  nextTransactionNumber(): number {
    return this.store.nextTransactionNumber();
  }

  latestInstantMs(): number {
    return this.store.latestInstantMs();
  }

  onNotificationWaiting(listener: () => void): void {
    this.store.onNotificationWaiting(() => {
      if (this.end.alive) listener();
    });
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

for (const [name, kind] of Object.entries(OPERATIONS)) {
  const operation = function (this: StoreLine, ...parameters: readonly unknown[]): Promise<unknown> {
    const { world, end, store, random } = this;
    if (!end.alive) return silence();
    const takesNone = kind === 'lease' && takesNothing(store, name, parameters);
    if (takesNone && !world.weather.store.slowReads) return Promise.resolve(NO_ROWS);
    const run = (): Promise<unknown> =>
      world.hold((store as unknown as Record<string, Operation>)[name]?.(...parameters) ?? silence());
    if (kind === 'read' || takesNone) return read(world, end, random, run);
    const written = write(world, end, random, run, name);
    return name === 'leaseDueTransactions' ? noteLeases(world, end, written) : written;
  };
  Object.defineProperty(StoreLine.prototype, name, { value: operation });
}

const NO_ROWS: readonly unknown[] = [];

/** Where nothing is due nothing has to reach the disk. A real database does not say so beforehand. */
function takesNothing(store: Store, name: string, parameters: readonly unknown[]): boolean {
  if (!(store instanceof MemoryStore)) return false;
  const [nowMs, , , connector] = parameters as Parameters<Store['leaseDueTransactions']>;
  return name === 'leaseDueLateCharges'
    ? !store.isLateChargeDue(nowMs)
    : !store.isTransactionDue(nowMs, connector);
}

/** Notes who holds which lease, and whether somebody else still believes to hold it. */
async function noteLeases(world: World, end: LineEnd, leased: Promise<unknown>): Promise<unknown> {
  const rows = (await leased) as readonly Transaction[];
  for (const { id, version } of rows) {
    const before = world.leases.get(id);
    // Nobody has written since the other was given the lease: both hold it for theirs.
    if (before !== undefined && before.end !== end && before.end.alive && before.version === version - 1) {
      world.reach('two owners of a lease');
    }
    world.leases.set(id, { end, version });
  }
  return rows;
}

/** Says nothing, for ever: what the dead hear. */
function silence<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function read<T>(world: World, end: LineEnd, random: Random, run: () => Promise<T>): Promise<T> {
  if (!world.weather.store.slowReads) return run();
  return new Promise((resolve, reject) => {
    // What was true when it was read is told a little later, when it may be true no longer.
    run().then((value) => {
      world.scheduler.after(random.between(0, 40), () => world.inside(end, () => resolve(value)));
    }, reject);
  });
}

function write<T>(
  world: World,
  end: LineEnd,
  random: Random,
  run: () => Promise<T>,
  name: string,
): Promise<T> {
  const { store } = world.weather;
  // Many commits are there before anything else can happen, the others after some time.
  const commitMs = random.chance(0.5) ? random.between(0, store.commitMsMax) : 0;
  return new Promise((resolve, reject) => {
    const commit = (): void =>
      world.inside(end, () => commitNow(world, end, random, name, run, resolve, reject));
    if (commitMs === 0) commit();
    else world.scheduler.after(commitMs, commit);
  });
}

function commitNow<T>(
  world: World,
  end: LineEnd,
  random: Random,
  name: string,
  run: () => Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): void {
  const { store } = world.weather;
  if (!world.calm && random.chance(store.refusals)) {
    world.reach('store refused a write');
    world.note(`store refuses ${name}`);
    reject(new StorageUnavailable('the simulated disk is full'));
    return;
  }
  const dies = !world.calm && random.chance(store.crashAtCommit);
  if (dies && random.chance(0.4)) {
    world.reach('crash before a commit');
    end.kill(`before the commit of ${name}`);
    return;
  }
  const settled = run();
  if (dies) {
    world.reach('crash after a commit');
    end.kill(`after the commit of ${name}`);
    settled.catch(() => undefined);
    return;
  }
  const heardLaterMs = random.chance(0.25) ? random.between(0, store.commitMsMax) : 0;
  settled.then((value) => {
    if (heardLaterMs === 0) {
      if (end.alive) resolve(value);
      return;
    }
    world.scheduler.after(heardLaterMs, () => world.inside(end, () => resolve(value)));
  }, reject);
}
