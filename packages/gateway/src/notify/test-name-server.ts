import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

/** What a name leads to: addresses, or other names on the way to them. */
export type Zone = Readonly<Record<string, readonly string[]>>;

const TYPES = { 4: 1, 6: 28, 0: 5 } as const;
const NAME_UNKNOWN = 3;

/** A name server on this machine that answers from a table and follows aliases as a resolver does. */
export class TestNameServer {
  /** Names that were asked for, once for each question. */
  readonly asked: string[] = [];
  zone: Zone;
  readonly #socket: Socket = createSocket('udp4');

  private constructor(zone: Zone) {
    this.zone = zone;
    this.#socket.on('message', (question, from) => {
      this.#socket.send(this.#answer(question), from.port, from.address);
    });
  }

  static async open(zone: Zone): Promise<TestNameServer> {
    const server = new TestNameServer(zone);
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  close(): void {
    this.#socket.close();
  }

  #answer(question: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = question.readUInt16BE(at + 1);
    const name = labels.join('.').toLowerCase();
    this.asked.push(name);
    const records = this.#records(name, type);
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (name in this.zone ? 0 : NAME_UNKNOWN), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    return Buffer.concat([head, question.subarray(12, at + 5), ...records]);
  }

  /** Every record on the way from a name to its addresses of the type asked for. */
  #records(name: string, type: number): Buffer[] {
    return (this.zone[name] ?? []).flatMap((value) => {
      const kind = TYPES[isIP(value) as 0 | 4 | 6];
      if (kind === TYPES[0]) return [recordOf(name, kind, nameBytes(value)), ...this.#records(value, type)];
      return kind === type ? [recordOf(name, kind, addressBytes(value))] : [];
    });
  }
}

function recordOf(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

/** IPv6 addresses have to be written with all their groups. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  return Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
}
