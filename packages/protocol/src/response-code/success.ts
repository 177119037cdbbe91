import type { ResponseCodeTable } from './response-code.ts';

/** The one code that means done. */
export const SUCCESS_CODES = {
  '0000': {
    retry: 'never',
    legacy: false,
    emitted: true,
    textEn: 'Success: paid, refunded, cancelled or answered',
    textZh: '交易成功',
    cashier: {
      en: 'Done. A payment is paid: hand over the goods. A refund or a cancellation is complete.',
      zhHant: '完成。如屬收款，款項已收妥，請交貨；如屬退款或取消，已經辦妥。',
      zhHans: '完成。如为收款，款项已收妥，请交货；如为退款或撤销，已经办妥。',
    },
    developer:
      'Compare out_trade_no, txamt and txcurrcd with what was sent, store syssn, then show the result. In an enquiry the outer 0000 only says that the question was answered; the state of each transaction is the respcd of its row.',
  },
} as const satisfies ResponseCodeTable;
