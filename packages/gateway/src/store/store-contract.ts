import { describe } from 'vitest';
import { acceptPaymentContract } from './contract/accept-payment-contract.ts';
import { authCodeContract } from './contract/auth-code-contract.ts';
import { notificationContract } from './contract/notification-contract.ts';
import { dueWorkContract } from './contract/due-work-contract.ts';
import { noteContract } from './contract/note-contract.ts';
import { listTransactionsContract } from './contract/list-transactions-contract.ts';
import { merchantContract } from './contract/merchant-contract.ts';
import { changePaymentContract } from './contract/change-payment-contract.ts';
import { requestDigestContract } from './contract/request-digest-contract.ts';
import { changeRefundContract } from './contract/change-refund-contract.ts';
import { reserveRefundContract } from './contract/reserve-refund-contract.ts';
import { restartContract } from './contract/restart-contract.ts';
import type { ProvideStore } from './contract/store-fixture.ts';

/**
 * The contract of storage as tests. Every adapter runs all of it on its real engine.
 *
 * @param name the adapter, for the report.
 * @param provide makes an empty database for one test.
 */
export function storeContract(name: string, provide: ProvideStore): void {
  describe(`${name} as a store`, () => {
    acceptPaymentContract(provide);
    changePaymentContract(provide);
    reserveRefundContract(provide);
    changeRefundContract(provide);
    dueWorkContract(provide);
    listTransactionsContract(provide);
    notificationContract(provide);
    noteContract(provide);
    authCodeContract(provide);
    merchantContract(provide);
    requestDigestContract(provide);
    restartContract(provide);
  });
}
