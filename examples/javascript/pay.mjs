// Charges the wallet code a cashier scanned and asks until the payment is final. Node 18 or newer, no packages.
//
//   node pay.mjs [amount in minor units] [auth code] [pay type]
//
// Prints one line of JSON. Exit status: 0 paid, 1 refused, 2 not known yet, 3 nothing was sent.
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const { OPENCPM_URL = 'http://127.0.0.1:8080', OPENCPM_MCHID: mchid } = process.env;
// Without a scanned code: a test code of the sandbox. Its last six digits may script the wallet, 000000 do not.
const testCode = `28${randomInt(1e9, 1e10)}000000`;
const [amountText = '1000', authCode = testCode, payType = '800108'] = process.argv.slice(2);
// Money is a whole number of the currency's smallest unit, never a float: 1000 is HKD 10.00.
if (!/^[1-9][0-9]{0,10}$/.test(amountText)) stop(`amount must be a whole number above 0, not ${amountText}`);
const amountMinor = Number(amountText);
const { appCode, key } = await credential();

// A fresh number for every sale. A real till stores it before it sends anything: after a crash this number is the
// only way to ask what became of the money.
const outTradeNo = `till-${Date.now()}-${randomBytes(4).toString('hex')}`;
// A store number goes into every call when one was issued, and into none otherwise.
const order = { out_trade_no: outTradeNo, ...(mchid ? { mchid } : {}) };
console.error(`${outTradeNo}: charging ${amountMinor} minor units of HKD`);

const answer = await ask('/trade/v1/payment', {
  ...order,
  txamt: String(amountMinor),
  txcurrcd: 'HKD',
  pay_type: payType,
  auth_code: authCode,
  txdtm: new Date().toLocaleString('sv-SE'), // YYYY-MM-DD hh:mm:ss by the till's clock; Swedes write it so
  goods_name: '茶 tea+1',
});
// A lost, late or forged answer says nothing about the money: the wallet may have been charged all the same. So the
// payment is never sent a second time, which could charge twice, but asked about until the gateway knows.
let payment = (answer.out_trade_no ?? outTradeNo) === outTradeNo ? answer : {};
const deadline = performance.now() + 60_000;
while (verdictOf(payment) === 'pending' && performance.now() < deadline) {
  console.error(`${outTradeNo}: ${payment.respcd ?? 'no answer'}, asking`);
  await sleep(2_000);
  const enquiry = await ask('/trade/v1/query', order);
  // The outer respcd only says that the question was answered. No row is no refusal: the payment may be under way.
  const row = enquiry.respcd === '0000' ? enquiry.data?.[0] : undefined;
  if (row?.out_trade_no === outTradeNo) payment = row;
}

const verdict = verdictOf(payment);
const { respcd = null, syssn = null, respmsg = '' } = payment;
if (verdict === 'refused')
  console.error(`refused: ${respcd} ${payment.resperr ?? payment.errmsg} ${respmsg}`);
console.log(JSON.stringify({ verdict, out_trade_no: outTradeNo, syssn, respcd }));
process.exitCode = { paid: 0, refused: 1, pending: 2 }[verdict];

function verdictOf({ respcd }) {
  if (respcd === '0000') return 'paid';
  // 1143: the customer is typing a password. 1145: being processed. The others are failures whose outcome is open.
  const open = [undefined, '1143', '1145', '1252', '1254', '1295', '1296', '1298', '2999'];
  return open.includes(respcd) ? 'pending' : 'refused';
}

/** Sends a signed request. Never throws: without an answer that is provably the gateway's, the result is empty. */
async function ask(path, parameters) {
  // Signed are the plain values, sorted by name; encoding for the wire comes afterwards.
  const names = Object.keys(parameters).sort();
  const sign = sha256(names.map((name) => `${name}=${parameters[name]}`).join('&')).toString('hex');
  try {
    const response = await fetch(OPENCPM_URL + path, {
      method: 'POST',
      headers: { 'X-QF-APPCODE': appCode, 'X-QF-SIGN': sign, 'X-QF-SIGNTYPE': 'SHA256' },
      body: new URLSearchParams(parameters),
      signal: AbortSignal.timeout(10_000),
    });
    // The answer's signature covers its bytes as received; JSON parsed and written again has other bytes.
    const body = Buffer.from(await response.arrayBuffer());
    const expected = sha256(body);
    const received = Buffer.from(response.headers.get('X-QF-SIGN') ?? '', 'hex');
    if (received.length === expected.length && timingSafeEqual(received, expected)) {
      return JSON.parse(body.toString()) ?? {};
    }
    console.error(`${path}: answer without a valid signature; are app code and key right?`);
  } catch (error) {
    console.error(`${path}: ${error.cause ?? error}`);
  }
  return {};
}

/** Requests and answers are signed alike: the text, directly followed by the key. */
function sha256(text) {
  return createHash('sha256').update(text).update(key).digest();
}

/** App code and key from the environment, or those of the sandbox's first direct merchant. */
async function credential() {
  const { OPENCPM_APP_CODE: ownCode, OPENCPM_KEY: ownKey } = process.env;
  if (ownCode && ownKey) return { appCode: ownCode, key: ownKey };
  try {
    const { merchants } = await (await fetch(`${OPENCPM_URL}/sandbox/merchants`)).json();
    const direct = merchants.find(({ kind }) => kind === 'direct');
    if (direct) return { appCode: direct.app_code, key: direct.client_key };
  } catch (error) {
    console.error(`${error.cause ?? error}`);
  }
  return stop('set OPENCPM_APP_CODE and OPENCPM_KEY, or point OPENCPM_URL at a running sandbox');
}

function stop(reason) {
  console.error(reason);
  process.exit(3);
}
