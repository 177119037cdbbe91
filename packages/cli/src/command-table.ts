import type { Command } from './command.ts';
import { approveCommand } from './command/approve.ts';
import { auditListCommand } from './command/audit-list.ts';
import { auditVerifyCommand } from './command/audit-verify.ts';
import { billCommand } from './command/bill.ts';
import { bookCommand } from './command/book.ts';
import { clockCommand } from './command/clock.ts';
import { closeCommand } from './command/close.ts';
import { codeCommand } from './command/code.ts';
import { connectorListCommand } from './command/connector-list.ts';
import { connectorTestCommand } from './command/connector-test.ts';
import { doctorCommand } from './command/doctor.ts';
import { explainCommand } from './command/explain.ts';
import { helpCommand } from './command/help.ts';
import { keyListCommand } from './command/key-list.ts';
import { keyRotateCommand } from './command/key-rotate.ts';
import { listenCommand } from './command/listen.ts';
import { merchantAddCommand } from './command/merchant-add.ts';
import { merchantChangeCommand } from './command/merchant-change.ts';
import { merchantDisableCommand } from './command/merchant-disable.ts';
import { merchantEnableCommand } from './command/merchant-enable.ts';
import { merchantListCommand } from './command/merchant-list.ts';
import { merchantShowCommand } from './command/merchant-show.ts';
import { merchantStoreAddCommand } from './command/merchant-store-add.ts';
import { merchantStoreDisableCommand } from './command/merchant-store-disable.ts';
import { merchantStoreEnableCommand } from './command/merchant-store-enable.ts';
import { noteCommand } from './command/note.ts';
import { notifyListCommand } from './command/notify-list.ts';
import { notifyReplayCommand } from './command/notify-replay.ts';
import { notifyShowCommand } from './command/notify-show.ts';
import { payCommand } from './command/pay.ts';
import { paymentCommand } from './command/payment.ts';
import { queryCommand } from './command/query.ts';
import { reconcileCommand } from './command/reconcile.ts';
import { recoverCommand } from './command/recover.ts';
import { refundCommand } from './command/refund.ts';
import { refuseCommand } from './command/refuse.ts';
import { reverseCommand } from './command/reverse.ts';
import { routeListCommand } from './command/route-list.ts';
import { routeResetCommand, routeSetCommand } from './command/route-set.ts';
import { serveCommand } from './command/serve.ts';
import { signCommand } from './command/sign.ts';
import { startCommand } from './command/start.ts';
import { tillCashierAddCommand } from './command/till-cashier-add.ts';
import { tillCashierDisableCommand } from './command/till-cashier-disable.ts';
import { tillCashierListCommand } from './command/till-cashier-list.ts';
import { tillCashierPinCommand } from './command/till-cashier-pin.ts';
import { tillCommand } from './command/till.ts';
import { versionCommand } from './command/version.ts';
import { walletsCommand } from './command/wallets.ts';

/** Every command of `opencpm`, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  startCommand,
  serveCommand,
  tillCommand,
  tillCashierAddCommand,
  tillCashierListCommand,
  tillCashierPinCommand,
  tillCashierDisableCommand,
  payCommand,
  recoverCommand,
  queryCommand,
  refundCommand,
  reverseCommand,
  closeCommand,
  noteCommand,
  billCommand,
  listenCommand,
  codeCommand,
  approveCommand,
  refuseCommand,
  bookCommand,
  walletsCommand,
  clockCommand,
  signCommand,
  explainCommand,
  merchantAddCommand,
  merchantListCommand,
  merchantShowCommand,
  merchantChangeCommand,
  merchantDisableCommand,
  merchantEnableCommand,
  merchantStoreAddCommand,
  merchantStoreDisableCommand,
  merchantStoreEnableCommand,
  routeListCommand,
  routeSetCommand,
  routeResetCommand,
  connectorListCommand,
  connectorTestCommand,
  notifyListCommand,
  notifyShowCommand,
  notifyReplayCommand,
  keyRotateCommand,
  keyListCommand,
  paymentCommand,
  reconcileCommand,
  auditVerifyCommand,
  auditListCommand,
  doctorCommand,
  versionCommand,
  helpCommand(() => COMMANDS),
];
