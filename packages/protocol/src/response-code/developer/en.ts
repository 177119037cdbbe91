import type { DeveloperWords } from './developer-words.ts';

const OUTCOME_UNKNOWN = 'The outcome is unknown. Enquire by out_trade_no until the row shows a final code.';
const ENQUIRE_THEN_REPEAT =
  'Enquire by out_trade_no, then repeat the same request after a pause if the order is not there.';
const LIKE_PENDING = 'Treat like 1145: enquire by out_trade_no until the row shows a final code.';
const PENDING_HERE = 'OpenCPM answers 1145 instead while an outcome is open.';

/** What a developer does about each code, in English. */
export const DEVELOPER_WORDS: DeveloperWords = {
  '0000': {
    action:
      'Compare out_trade_no, txamt and txcurrcd with what was sent, store syssn, then show the result. In an enquiry the outer 0000 only says that the question was answered; the state of each transaction is the respcd of its row.',
  },
  '1100': {
    action:
      'This request started nothing. Send the same request again after a pause, with the same out_trade_no and auth_code. If an earlier answer for the order was lost, enquire first.',
  },
  '1101': {
    action: 'Enquire the payment. If it is still pending, repeat the reversal; if it is paid, refund it.',
    note: 'Tables of 2017 read 1101 as an order to the caller to reverse the payment; enquire before doing so.',
  },
  '1102': {
    action: 'The first request may have succeeded. Enquire by out_trade_no and act on the row.',
    note: 'OpenCPM answers a true repeat with the current state of the order, and a changed one with 2011.',
  },
  '1103': {
    action:
      'Send UTF-8 form encoding (application/x-www-form-urlencoded), each name once, and the parameters of a POST either in the body or in the query string, not in both.',
  },
  '1104': {
    action:
      'Read respmsg: it names the parameter and the form expected. Correct the request; the order number is still free if no earlier request with it was accepted.',
  },
  '1105': { action: 'Have the device activated by the operator of the gateway.' },
  '1106': { action: 'Check udid and have the device registered for this merchant.' },
  '1107': { action: 'Ask the operator of the gateway why the device is barred.' },
  '1108': {
    action:
      'Check that X-QF-APPCODE and the client key belong to this environment, that every parameter sent is signed in ASCII order of its name, and that X-QF-SIGNTYPE names the algorithm used. If an earlier answer for the order was lost, enquire after mending the signature.',
    note: 'An unknown app code and a wrong digest get the same answer.',
  },
  '1109': { action: 'Check the keys set up for this terminal with the operator of the gateway.' },
  '1110': { action: 'Check how the till numbers its requests.' },
  '1111': { action: OUTCOME_UNKNOWN },
  '1112': { action: OUTCOME_UNKNOWN },
  '1113': { action: 'Check the credentials with the operator of the gateway.' },
  '1114': { action: 'Ask the operator of the gateway why the account is barred.' },
  '1115': { action: 'Ask the operator of the gateway which functions are open to the account.' },
  '1116': {
    action: 'Set the right password for the gateway account. It is not the password of the customer.',
  },
  '1117': {
    action: 'Sign the account in again. If an earlier answer for the order was lost, enquire first.',
  },
  '1118': { action: 'Final refusal. Do not repeat it automatically.' },
  '1119': { action: 'Ask the operator of the gateway to open the transaction type for the merchant.' },
  '1120': { action: 'Final for this order. A later try needs a new out_trade_no and a newly scanned code.' },
  '1121': {
    action: 'Final refusal. A new try needs another card, a newly scanned code and a new out_trade_no.',
  },
  '1122': {
    action: 'Send a currency that the merchant and the wallet support.',
    note: 'OpenCPM answers 1104 to an unsupported currency.',
  },
  '1123': {
    action: 'Final refusal. Check that txamt is in the smallest unit of the currency; JPY has no decimals.',
  },
  '1124': {
    action: 'Compare the request with the transaction it refers to and with what the wallet allows.',
    note: 'Seen in 2024 for a same-day refund of a card payment that was not for the full amount.',
  },
  '1125': {
    action: 'Enquire the payment and its refunds and show them; send no other refund.',
    note: 'Gateways also use 1262 or 1264 for a payment that was refunded in full.',
  },
  '1126': { action: 'Enquire the original transaction and send its own numbers, amount and currency.' },
  '1127': { action: OUTCOME_UNKNOWN },
  '1128': { action: ENQUIRE_THEN_REPEAT },
  '1129': { action: 'Do not upload the voucher again.' },
  '1130': { action: 'Check the date of the original transaction against the rules of the wallet.' },
  '1131': { action: OUTCOME_UNKNOWN },
  '1132': { action: 'Update the till software.' },
  '1133': { action: 'Have the operator of the gateway correct the set-up of the merchant at the wallet.' },
  '1134': { action: 'Applies to card terminals only. Cancel with the card that paid, or use a refund.' },
  '1135': { action: 'Have the operator of the gateway correct the account.' },
  '1136': {
    action:
      'Check syssn, mchid and the environment, then enquire. Absence in one answer is no proof that the customer was not charged.',
  },
  '1137': { action: 'Have the contact details of the merchant completed at the gateway.' },
  '1138': { action: 'Ask the operator of the gateway to issue the keys again.' },
  '1139': {
    action: 'Final refusal. A new try needs another card, a newly scanned code and a new out_trade_no.',
  },
  '1140': { action: 'Wait until the operator of the gateway has approved the merchant.' },
  '1141': {
    action: ENQUIRE_THEN_REPEAT,
    note: 'Old tables list it twice: a MAC error of the channel, and a failure to encrypt the magnetic stripe.',
  },
  '1142': {
    action:
      'Final and unpaid; shown in the row of a reversed or closed payment, with cancel 1. A new payment needs a new out_trade_no and a newly scanned code.',
  },
  '1143': {
    action:
      'Pending: the payer may be typing a password. Enquire by out_trade_no every few seconds until the row shows a final code. To give up, send a reversal and go on enquiring; start no other payment for this sale meanwhile.',
    note: 'Tables of 2017 and 2018 read 1143 as a missing transaction; the current documents and OpenCPM mean pending.',
  },
  '1144': {
    action: 'Final refusal. Check pay_type; a new try needs a newly scanned code and a new out_trade_no.',
    note: 'Table of 2018: the code belongs to another wallet, or the card bound to it is not valid.',
  },
  '1145': {
    action:
      'Pending: the wallet is still working or has not answered in time. Enquire by out_trade_no until the row shows a final code. A refund or a reversal answers 1145 in the same sense.',
  },
  '1146': {
    action: 'Enquire by out_trade_no before anything else; only a final code in the row settles it.',
  },
  '1147': {
    action:
      'Final refusal. A new payment needs a newly scanned code and a new out_trade_no. If it happens with every customer, the merchant is set up wrongly at WeChat Pay.',
    note: 'Table of 2018: wallet of the other region, or wrong password.',
  },
  '1148': {
    action: 'Enquire by out_trade_no before anything else. Never send this code.',
    note: 'Known only from one public client, which reads it as cancelled.',
  },
  '1150': { action: 'The payment stands as it was. Enquire it; once it is final and paid, use a refund.' },
  '1151': { action: 'Send the numbers and the amount of the pre-authorisation. Scanned payments have none.' },
  '1152': { action: 'Check the age of the pre-authorisation. Scanned payments have no pre-authorisation.' },
  '1153': {
    action: 'Compare the amount with the pre-authorisation. Scanned payments have no pre-authorisation.',
  },
  '1154': { action: OUTCOME_UNKNOWN },
  '1155': {
    action:
      'Enquire the refunds of this payment. If one is pending, wait until it is final; only then send another, under a new out_trade_no.',
    note: 'Tables of 2017: this transaction may not be cancelled.',
  },
  '1161': { action: LIKE_PENDING },
  '1170': { action: ENQUIRE_THEN_REPEAT },
  '1180': { action: ENQUIRE_THEN_REPEAT },
  '1181': { action: 'Final. Start a new payment with a new out_trade_no and a newly scanned code.' },
  '1201': { action: 'Final refusal. A new try needs a newly scanned code and a new out_trade_no.' },
  '1202': {
    action:
      'Final refusal of this order number. If the till sent the same code under another out_trade_no, settle that order first: it may have charged the customer. Then use a newly scanned code and a new out_trade_no.',
    note: 'OpenCPM also answers it when the code was sent under another order number in the last 48 hours; then nothing reaches the wallet.',
  },
  '1203': {
    action:
      'Final refusal. A new try needs a newly scanned code and a new out_trade_no. If it happens with every customer, the merchant is set up wrongly at the wallet.',
    note: 'English documents mean the account of the merchant, Chinese ones the account of the payer.',
  },
  '1204': {
    action:
      'Final refusal, for example a limit of the payer, an unusable card or a wrong password. A new try needs a newly scanned code and a new out_trade_no.',
  },
  '1205': {
    action:
      'Final refusal without a finer reason. A new payment needs a newly scanned code and a new out_trade_no; a new refund needs a new out_trade_no.',
  },
  '1212': {
    action: 'Final refusal. A new try needs the overseas code, newly scanned, and a new out_trade_no.',
  },
  '1241': { action: 'Check mchid: it must be a store of this app code in this environment.' },
  '1242': {
    action:
      'Check pay_type against what is open for the merchant and the store; with pay type 800008 the wallet of the scanned code must be open. Ask the operator of the gateway to open it.',
  },
  '1243': { action: 'Ask the operator of the gateway why the store is disabled.' },
  '1250': {
    action: 'Final refusal. Do not repeat it automatically; ask the operator of the gateway for the reason.',
  },
  '1251': {
    action:
      'Read respmsg. If it says that out_trade_no is used, enquire by that number before anything else; the first request may have succeeded.',
    note: 'Seen in 2025 from another gateway for a refund that reused its out_trade_no.',
  },
  '1252': { action: OUTCOME_UNKNOWN, note: PENDING_HERE },
  '1254': { action: OUTCOME_UNKNOWN, note: PENDING_HERE },
  '1260': {
    action:
      'Also the answer to a reversal that came too late: the customer has paid and the payment stands. Enquire, show it as paid, and refund if the sale is off.',
  },
  '1261': {
    action: 'Only a paid order can be refunded. Enquire: if it is pending, wait or send a reversal.',
  },
  '1262': { action: 'Enquire the payment and its refunds and show them. Send no other refund.' },
  '1263': {
    action:
      'Enquire. Once the row is final, a new payment needs a new out_trade_no and a newly scanned code.',
  },
  '1264': {
    action:
      'Enquire. Once the row is final, a new payment needs a new out_trade_no and a newly scanned code.',
    note: 'Seen from another gateway for the refund of a payment that was refunded in full.',
  },
  '1265': {
    action:
      'During the pause (23:30 to 00:30, UTC+8) try again after it under a new out_trade_no. Outside the pause the payment is past the refund period of its wallet or belongs to a promotion: settle it outside this system.',
  },
  '1266': {
    action: 'A reversal must carry the txamt of the payment. Enquire the order and send its amount.',
  },
  '1267': {
    action: 'syssn and out_trade_no must name the same payment. Send one of them, or correct the pair.',
  },
  '1268': {
    action:
      'Check the number, mchid and the environment, then enquire. If the payment request is still on its way, it can arrive after this answer.',
  },
  '1269': {
    action: 'Try again later under a new out_trade_no, when the takings of the day cover the amount.',
  },
  '1270': {
    action: 'Send a refund of the whole paid amount under a new out_trade_no, or settle the part in cash.',
  },
  '1271': {
    action: 'Send a refund of the whole paid amount under a new out_trade_no, or settle the part in cash.',
  },
  '1272': {
    action:
      'Enquire the payment and its refunds. Pending refunds count as well. Send a smaller amount under a new out_trade_no.',
  },
  '1294': { action: 'Final refusal by a risk check of the wallet. Do not repeat it automatically.' },
  '1295': { action: OUTCOME_UNKNOWN, note: PENDING_HERE },
  '1296': {
    action:
      'The outcome is unknown. Enquire by out_trade_no; only after a final code try again or change the wallet.',
    note: PENDING_HERE,
  },
  '1297': {
    action:
      'With HTTP 429 nothing was started: wait as Retry-After says and send the same request again. With HTTP 200 and a syssn, or in a row of an enquiry, the payment is finally refused: a new try needs a new out_trade_no and a newly scanned code.',
    note: 'Table of 2018: also the answer to a cancellation that the wallet does not support.',
  },
  '1298': { action: LIKE_PENDING, note: PENDING_HERE },
  '2001': { action: 'Check the credentials with the operator of the gateway.' },
  '2002': { action: 'Have the operator of the gateway bind the merchant to the channel.' },
  '2003': {
    action: ENQUIRE_THEN_REPEAT,
    note: 'One English table calls it a signature failure; signatures are 1108.',
  },
  '2004': {
    action:
      'Final refusal, the older twin of 1201. A new try needs a newly scanned code and a new out_trade_no.',
  },
  '2005': {
    action:
      'Final refusal. Wallets change a code about once a minute: scan and send at once. A new try needs a newly scanned code and a new out_trade_no.',
  },
  '2006': {
    action:
      'Final refusal. The scan was a code of another wallet, a collection code of a shop, a product barcode or unknown. Check pay_type; a new try needs a newly scanned code and a new out_trade_no.',
    note: 'OpenCPM decides this before the wallet is asked when the form of the code leaves no doubt.',
  },
  '2007': { action: 'Final refusal. A new try needs a newly scanned code and a new out_trade_no.' },
  '2008': {
    action: 'Report the request to the operator of the gateway; repeating it unchanged cannot help.',
  },
  '2009': { action: OUTCOME_UNKNOWN },
  '2010': { action: OUTCOME_UNKNOWN },
  '2011': {
    action:
      'The number belongs to an order with other contents, even if that one was refused. Nothing was charged by this request. Enquire by out_trade_no; use a new number only after the old order is final.',
  },
  '2012': { action: 'Have the operator of the gateway install the right certificate.' },
  '2999': {
    action: LIKE_PENDING,
    note: 'Some old gateways answer a refund with 2999 while it is in progress.',
  },
};
