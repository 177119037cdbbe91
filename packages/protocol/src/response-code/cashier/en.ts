import type { CashierWords } from './cashier-words.ts';

/**
 * For requests that were refused before they had any effect. It does not say "not paid": the refused request may have
 * been a refund or a cancellation, or the repeat of a payment whose first answer was lost.
 */
const CALL_SUPPORT = 'Not accepted, nothing changed. Call the support of your till and give them this code.';

/** For final refusals where the same wallet would refuse again, but the customer may have another card or wallet. */
const CHANGE_MEANS = 'Not paid. Ask the customer for another card or wallet, then scan its fresh code.';

/** For every code after which nobody knows whether money moved. */
const OUTCOME_UNKNOWN = 'The result is not known yet. Look the sale up. Do not charge again yet.';

/** For final refusals that a fresh code can cure. */
const SCAN_FRESH_CODE = 'Not paid. Ask the customer for a fresh code and scan again.';

/** For a service that takes no work at the moment. Neutral for the same reason as `CALL_SUPPORT`. */
const TRY_LATER = 'Not accepted at the moment. Wait a little, then try the same sale again.';

/** For refusals by a risk check. */
const STOP_THIS_WALLET = 'Not paid. Do not try this wallet again. Ask for another way to pay.';

/** What the cashier says or does after each code, in English. */
export const CASHIER_WORDS: CashierWords = {
  '0000': 'Done. A payment is paid: hand over the goods. A refund or a cancellation is complete.',
  '1100': TRY_LATER,
  '1101': 'Not cancelled: the customer may still be charged. Look the sale up. Do not charge again yet.',
  '1102': 'This sale was sent before. Look it up. Do not charge again yet.',
  '1103': CALL_SUPPORT,
  '1104': CALL_SUPPORT,
  '1105': CALL_SUPPORT,
  '1106': CALL_SUPPORT,
  '1107': CALL_SUPPORT,
  '1108': CALL_SUPPORT,
  '1109': CALL_SUPPORT,
  '1110': CALL_SUPPORT,
  '1111': OUTCOME_UNKNOWN,
  '1112': OUTCOME_UNKNOWN,
  '1113': CALL_SUPPORT,
  '1114': CALL_SUPPORT,
  '1115': CALL_SUPPORT,
  '1116': CALL_SUPPORT,
  '1117': TRY_LATER,
  '1118': STOP_THIS_WALLET,
  '1119': CALL_SUPPORT,
  '1120': 'Not possible at this hour. Ask for another way to pay, or try again later.',
  '1121': CHANGE_MEANS,
  '1122': CALL_SUPPORT,
  '1123': 'Not paid: the amount is outside the limits. Ask for another way to pay.',
  '1124': CALL_SUPPORT,
  '1125': 'This sale was refunded before. Do not refund it again. Look it up in the journal.',
  '1126': 'Nothing changed: the details differ from the original sale. Look that sale up and compare.',
  '1127': OUTCOME_UNKNOWN,
  '1128': TRY_LATER,
  '1129': 'The voucher is already there. Nothing more to do.',
  '1130': 'Not done: not possible for this date. Tell your manager.',
  '1131': OUTCOME_UNKNOWN,
  '1132': CALL_SUPPORT,
  '1133': CALL_SUPPORT,
  '1134': 'Not cancelled. Ask the customer for the card that was used to pay.',
  '1135': CALL_SUPPORT,
  '1136': 'The sale was not found or cannot be changed. Look it up by its number. Do not charge again yet.',
  '1137': CALL_SUPPORT,
  '1138': CALL_SUPPORT,
  '1139': CHANGE_MEANS,
  '1140': CALL_SUPPORT,
  '1141': TRY_LATER,
  '1142': 'Not paid: this order was cancelled. To try again, start a new sale and scan a fresh code.',
  '1143': 'Wait while the customer confirms on the phone. Do not charge again yet.',
  '1144': 'Not paid. Check that the right wallet is chosen, ask for a fresh code and scan again.',
  '1145': 'Wait for the result. Do not charge again yet, and do not repeat a refund.',
  '1146': OUTCOME_UNKNOWN,
  '1147': 'Not paid. Ask for a fresh code or another wallet and scan again. In a refund: no money went back.',
  '1148': OUTCOME_UNKNOWN,
  '1150': 'Not cancelled. Look the sale up; if it is paid, refund it instead.',
  '1151':
    'Nothing changed: the details differ from the pre-authorisation. Compare them and tell your manager.',
  '1152': 'Not completed: not possible for this date. Tell your manager.',
  '1153': CALL_SUPPORT,
  '1154': OUTCOME_UNKNOWN,
  '1155': 'This refund was refused. Look the sale up: an earlier refund may still be running.',
  '1161': OUTCOME_UNKNOWN,
  '1170': TRY_LATER,
  '1180': TRY_LATER,
  '1181': 'Not paid: the time ran out. Start the sale again and scan a fresh code.',
  '1201': 'Not paid: not enough money. Ask for another card or wallet, then scan its fresh code.',
  '1202':
    'Not paid with this order. If the code was scanned before, settle that sale first; otherwise scan a fresh code.',
  '1203':
    'Not paid. Ask for another wallet and scan its fresh code. If every customer gets this, call support.',
  '1204': CHANGE_MEANS,
  '1205': 'Not paid. Ask for a fresh code or another way to pay. In a refund: no money went back.',
  '1212':
    'Not paid. Ask the customer to show the overseas payment code in the UnionPay app, then scan this fresh code.',
  '1241': CALL_SUPPORT,
  '1242':
    'This way to pay is not open in this store. Ask for another wallet, and call the support of your till.',
  '1243': CALL_SUPPORT,
  '1250': 'Not allowed. Do not try again. Ask for another way to pay and tell your manager.',
  '1251': 'Not accepted. Look the sale up before you try anything else, then call the support of your till.',
  '1252': OUTCOME_UNKNOWN,
  '1254': OUTCOME_UNKNOWN,
  '1260':
    'This order is already paid. Look it up to confirm. Do not charge again yet; to give money back, refund.',
  '1261': 'Not refunded: the sale does not stand as paid. Look it up. Do not charge again yet.',
  '1262': 'This order was already refunded. Do not refund again. Look it up. Do not charge again yet.',
  '1263': 'This order was already cancelled. Look it up to confirm. Do not charge again yet.',
  '1264': 'This order was already closed. Look it up to confirm. Do not charge again yet.',
  '1265': 'Not refunded. Between 23:30 and 00:30 wait and try again; at other times tell your manager.',
  '1266': 'Nothing changed: the amount differs from the sale. Look the sale up and enter its amount.',
  '1267': 'Nothing changed: the details differ from the sale. Look the sale up and compare.',
  '1268': 'This order was not found. Check its number and look it up. Do not charge again yet.',
  '1269': 'Not refunded: too little has been taken since the last settlement. Try again after more sales.',
  '1270': 'Not refunded. Only the full amount can go back in this currency.',
  '1271': 'Not refunded. Only the full amount of this sale can go back.',
  '1272': 'Not refunded: the amount is more than what is left. Check earlier refunds and enter less.',
  '1294': STOP_THIS_WALLET,
  '1295': OUTCOME_UNKNOWN,
  '1296': OUTCOME_UNKNOWN,
  '1297': 'Busy, nothing changed. Wait a little, then try the same sale again.',
  '1298': 'The line is slow and the customer may have paid. Look the sale up. Do not charge again yet.',
  '2001': CALL_SUPPORT,
  '2002': CALL_SUPPORT,
  '2003': TRY_LATER,
  '2004': CHANGE_MEANS,
  '2005': SCAN_FRESH_CODE,
  '2006': 'Not paid. Ask the customer to open the pay code of the right wallet, then scan this fresh code.',
  '2007': SCAN_FRESH_CODE,
  '2008': CALL_SUPPORT,
  '2009': OUTCOME_UNKNOWN,
  '2010': OUTCOME_UNKNOWN,
  '2011': 'This order number was used before. Look that sale up. Do not charge again yet.',
  '2012': CALL_SUPPORT,
  '2999': OUTCOME_UNKNOWN,
  unlisted: OUTCOME_UNKNOWN,
};
