import type { Command } from './command.ts';
import { approveCommand } from './command/approve.ts';
import { bookCommand } from './command/book.ts';
import { codeCommand } from './command/code.ts';
import { doctorCommand } from './command/doctor.ts';
import { helpCommand } from './command/help.ts';
import { keyListCommand } from './command/key-list.ts';
import { keyRotateCommand } from './command/key-rotate.ts';
import { merchantAddCommand } from './command/merchant-add.ts';
import { merchantChangeCommand } from './command/merchant-change.ts';
import { merchantDisableCommand } from './command/merchant-disable.ts';
import { merchantEnableCommand } from './command/merchant-enable.ts';
import { merchantListCommand } from './command/merchant-list.ts';
import { merchantShowCommand } from './command/merchant-show.ts';
import { merchantStoreAddCommand } from './command/merchant-store-add.ts';
import { merchantStoreDisableCommand } from './command/merchant-store-disable.ts';
import { merchantStoreEnableCommand } from './command/merchant-store-enable.ts';
import { payCommand } from './command/pay.ts';
import { queryCommand } from './command/query.ts';
import { refuseCommand } from './command/refuse.ts';
import { signCommand } from './command/sign.ts';
import { startCommand } from './command/start.ts';
import { versionCommand } from './command/version.ts';
import { walletsCommand } from './command/wallets.ts';

/** Every command of `opencpm`, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  startCommand,
  payCommand,
  queryCommand,
  codeCommand,
  approveCommand,
  refuseCommand,
  bookCommand,
  walletsCommand,
  signCommand,
  merchantAddCommand,
  merchantListCommand,
  merchantShowCommand,
  merchantChangeCommand,
  merchantDisableCommand,
  merchantEnableCommand,
  merchantStoreAddCommand,
  merchantStoreDisableCommand,
  merchantStoreEnableCommand,
  keyRotateCommand,
  keyListCommand,
  doctorCommand,
  versionCommand,
  helpCommand(() => COMMANDS),
];
