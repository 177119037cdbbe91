import type { WalletDoor } from '@opencpm/sandbox';

/**
 * The door of wallets that are opened later: servers listen before the gateway has taken its directory, and only then may
 * the wallets' book be opened. Nobody calls before that.
 */
export function lateDoor(open: () => WalletDoor): WalletDoor {
  return {
    get faults() {
      return open().faults;
    },
    expect: (charge) => open().expect(charge),
    charge: (order) => open().charge(order),
    query: (reference) => open().query(reference),
    reverse: (reference) => open().reverse(reference),
    refund: (order) => open().refund(order),
    queryRefund: (order) => open().queryRefund(order),
    find: (channelOrderId) => open().find(channelOrderId),
    findRefund: (channelRefundId) => open().findRefund(channelRefundId),
    ofTime: (fromMs, untilMs) => open().ofTime(fromMs, untilMs),
    giveUp: (channelOrderId) => open().giveUp(channelOrderId),
    readNote: (protocol, number) => open().readNote(protocol, number),
    openNotices: (server) => open().openNotices(server),
    findNotice: (server, subject) => open().findNotice(server, subject),
    keepNotice: (server, notice) => open().keepNotice(server, notice),
    writeNote: (protocol, number, note) => open().writeNote(protocol, number, note),
  };
}
