/** How a script loads a module inside either tool; apart, because this file itself loads none. */
const LOAD = 'require';

/**
 * The scripts that sign, as both tools run them: plain JavaScript with the `crypto-js` that either brings. What differs
 * is how a tool hands out variables and parameters.
 */
const FRESH_VALUES = `const CryptoJS = ${LOAD}('crypto-js');

// Fresh for every request: {{now}}, {{fresh_order}}, and {{test_code}}, a code the sandbox charges a test customer for.
let digits = '';
while (digits.length < 10) digits += Math.floor(Math.random() * 10);
const fresh = {
  now: new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' '),
  fresh_order: 'TRY-' + Date.now() + '-' + digits.slice(0, 4),
  test_code: '28' + digits + '000000',
};`;

const TEXT_TO_SIGN = `// Signed are the plain values, sorted by name; the tool encodes them for the wire afterwards.
const text = pairs
  .filter(([name]) => name !== 'sign' && name !== 'sign_type')
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map((pair) => pair.join('='))
  .join('&');`;

/** Before each request, in Postman. */
export const POSTMAN_SIGNING = `${FRESH_VALUES}
for (const name of Object.keys(fresh)) pm.variables.set(name, fresh[name]);

const { url, body, method } = pm.request;
const list = method === 'GET' ? url.query.all() : body.urlencoded.all();
const pairs = list
  .filter(({ disabled }) => !disabled)
  .map(({ key, value }) => [key, pm.variables.replaceIn(value || '')]);

${TEXT_TO_SIGN}
const clientKey = pm.variables.get('client_key');
const signature = CryptoJS.SHA256(text + clientKey).toString();
pm.request.headers.upsert({ key: 'X-QF-APPCODE', value: pm.variables.get('app_code') });
pm.request.headers.upsert({ key: 'X-QF-SIGN', value: signature });
pm.request.headers.upsert({ key: 'X-QF-SIGNTYPE', value: 'SHA256' });`;

/** After each answer, in Postman. */
export const POSTMAN_CHECK = `const CryptoJS = ${LOAD}('crypto-js');

const signature = pm.response.headers.get('X-QF-SIGN');
if (signature) {
  pm.test('the answer is the one the gateway signed', () => {
    const expected = CryptoJS.SHA256(pm.response.text() + pm.variables.get('client_key')).toString();
    pm.expect(signature.toLowerCase()).to.equal(expected);
  });
}`;

/** After the answer to a payment, in Postman: the other calls are about this one. */
export const POSTMAN_REMEMBER = `const answer = pm.response.json();
if (answer.syssn) {
  pm.collectionVariables.set('last_syssn', answer.syssn);
  pm.collectionVariables.set('last_order', answer.out_trade_no);
  pm.collectionVariables.set('last_amount', String(answer.txamt));
}`;

/** Before each request, in Bruno. */
export const BRUNO_SIGNING = `${FRESH_VALUES}
for (const name of Object.keys(fresh)) bru.setVar(name, fresh[name]);

// Bruno puts variables in only after this script, so they are looked up here as well.
const resolve = (value) =>
  String(value).replace(/\\{\\{([a-z_]+)\\}\\}/g, (whole, name) => {
    const found = bru.getVar(name) === undefined ? bru.getEnvVar(name) : bru.getVar(name);
    return found === undefined ? whole : String(found);
  });

// A form is a list in newer versions and encoded text in older ones, as a query string is.
const readText = (encoded) =>
  encoded
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('='))
    .map(([name, ...rest]) => [name, rest.join('=')].map((each) => decodeURIComponent(each.replace(/\\+/g, ' '))));
const content = req.getMethod() === 'GET' ? req.getUrl().split('?').slice(1).join('?') : req.getBody();
const given = Array.isArray(content)
  ? content.filter(({ enabled }) => enabled !== false).map(({ name, value }) => [name, value])
  : readText(content);
const pairs = given.map(([name, value]) => [name, resolve(value)]);

${TEXT_TO_SIGN}
const signature = CryptoJS.SHA256(text + bru.getEnvVar('client_key')).toString();
req.setHeader('X-QF-APPCODE', bru.getEnvVar('app_code'));
req.setHeader('X-QF-SIGN', signature);
req.setHeader('X-QF-SIGNTYPE', 'SHA256');`;

/** After the answer to a payment, in Bruno. */
export const BRUNO_REMEMBER = `const answer = res.getBody();
if (answer.syssn) {
  bru.setVar('last_syssn', answer.syssn);
  bru.setVar('last_order', answer.out_trade_no);
  bru.setVar('last_amount', String(answer.txamt));
}`;
