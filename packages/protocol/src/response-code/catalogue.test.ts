import { describe, expect, it } from 'vitest';
import { AUTH_CODES } from './auth.ts';
import { CASHIERS } from './cashier/test-cashiers.ts';
import { isResponseCode, RESPONSE_CODE_ENTRIES, RESPONSE_CODES, responseCode } from './catalogue.ts';
import { CONFIG_CODES } from './config.ts';
import { CONFLICT_CODES } from './conflict.ts';
import { DECLINED_CODES } from './declined.ts';
import { INVALID_REQUEST_CODES } from './invalid-request.ts';
import { MEANINGS } from './meaning/zh-hant.ts';
import { PENDING_CODES } from './pending.ts';
import { REFUND_CODES } from './refund.ts';
import { RISK_CODES } from './risk.ts';
import { SUCCESS_CODES } from './success.ts';
import { SYSTEM_CODES } from './system.ts';
import { TRADITIONAL_ONLY } from './test-scripts.ts';

const codes = (text: string): string[] => text.trim().split(/\s+/);

const KNOWN_CODES = codes(`
  0000
  1100 1101 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114 1115 1116 1117 1118 1119
  1120 1121 1122 1123 1124 1125 1126 1127 1128 1129 1130 1131 1132 1133 1134 1135 1136 1137 1138 1139
  1140 1141 1142 1143 1144 1145 1146 1147 1148 1150 1151 1152 1153 1154 1155 1161 1170 1180 1181
  1201 1202 1203 1204 1205 1212 1241 1242 1243 1250 1251 1252 1254
  1260 1261 1262 1263 1264 1265 1266 1267 1268 1269 1270 1271 1272 1294 1295 1296 1297 1298
  2001 2002 2003 2004 2005 2006 2007 2008 2009 2010 2011 2012 2999
`);

const LEGACY_CODES = codes(`
  1109 1110 1111 1112 1113 1114 1115 1116 1117 1118 1119 1120 1121 1122 1123 1124 1126 1127 1128 1129
  1130 1131 1132 1133 1134 1135 1137 1138 1139 1140 1141 1144 1146 1148 1151 1152 1153 1154 1161 1170 1180
  2001 2002 2003 2004 2006 2007 2008 2009 2010 2012 2999
`);

const EMITTED_CODES = codes(`
  0000 1100 1101 1103 1104 1108 1125 1136 1142 1143 1145 1147 1150 1155 1181
  1201 1202 1203 1204 1205 1212 1241 1242 1243 1250
  1260 1261 1262 1263 1264 1265 1266 1267 1268 1269 1270 1271 1272 1294 1297
  2005 2006 2011
`);

const RETRY_CODES = {
  query: codes(`
    1101 1102 1111 1112 1127 1131 1136 1143 1145 1146 1148 1154 1161 1252 1254
    1260 1261 1262 1263 1264 1268 1295 1296 1298 2009 2010 2011 2999
  `),
  later: codes('1100 1117 1120 1128 1141 1170 1180 1265 1269 1297 2003'),
  'new-code': codes(`
    1121 1139 1142 1144 1147 1181 1201 1202 1203 1204 1205 1212 2004 2005 2006 2007
  `),
};

const CJK = /\p{Script=Han}/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const SAYS_FAILED = /fail|declin|refus|reject|not paid|unsuccessful|失[败敗]|未付款|拒[绝絕]|未成功/i;
const codesWhere = (condition: (entry: (typeof RESPONSE_CODE_ENTRIES)[number]) => boolean): string[] =>
  RESPONSE_CODE_ENTRIES.filter(condition).map((entry) => entry.code);

describe('the set of response codes', () => {
  it('holds the 104 known codes, in ascending order', () => {
    expect(KNOWN_CODES).toHaveLength(104);
    expect(RESPONSE_CODE_ENTRIES.map((entry) => entry.code)).toEqual(KNOWN_CODES);
    expect(Object.keys(RESPONSE_CODES).sort()).toEqual(KNOWN_CODES);
  });

  it('has each code in exactly one class file', () => {
    const keys = [
      SUCCESS_CODES,
      PENDING_CODES,
      DECLINED_CODES,
      RISK_CODES,
      CONFLICT_CODES,
      INVALID_REQUEST_CODES,
      AUTH_CODES,
      CONFIG_CODES,
      REFUND_CODES,
      SYSTEM_CODES,
    ].flatMap((table) => Object.keys(table));
    expect(keys.sort()).toEqual(KNOWN_CODES);
  });

  it('marks the codes of old tables and the codes OpenCPM answers with', () => {
    expect(codesWhere((entry) => entry.legacy)).toEqual(LEGACY_CODES);
    expect(codesWhere((entry) => entry.emitted)).toEqual(EMITTED_CODES);
  });

  it('says for each code what may follow', () => {
    for (const retry of ['query', 'later', 'new-code'] as const) {
      expect(codesWhere((entry) => entry.retry === retry)).toEqual(RETRY_CODES[retry]);
    }
  });

  it('cannot be changed', () => {
    const entry = responseCode('1145');
    for (const frozen of [RESPONSE_CODES, RESPONSE_CODE_ENTRIES, entry]) {
      expect(Object.isFrozen(frozen)).toBe(true);
    }
  });
});

describe.each(RESPONSE_CODE_ENTRIES)('response code $code', (entry) => {
  it('is four digits and is found under them', () => {
    expect(entry.code).toMatch(/^\d{4}$/);
    expect(isResponseCode(entry.code) && responseCode(entry.code)).toBe(entry);
  });

  it('has an English text that fits the wire', () => {
    expect(entry.textEn).toMatch(PRINTABLE_ASCII);
    expect(entry.textEn).not.toMatch(/[\\"]/);
    expect(entry.textEn.length).toBeLessThanOrEqual(100);
  });

  it('has a Chinese text that fits the wire', () => {
    expect(entry.textZh).toMatch(CJK);
    expect(entry.textZh).not.toMatch(/[\\"\s]/);
    expect(entry.textZh.length).toBeLessThanOrEqual(60);
    expect(entry.textZh).not.toMatch(TRADITIONAL_ONLY);
  });
});

describe('money rules of the texts', () => {
  it('answers pending codes with an enquiry only', () => {
    expect(codesWhere((entry) => entry.class === 'pending')).toEqual([
      '1143',
      '1145',
      '1161',
      '1298',
      '2999',
    ]);
    expect(codesWhere((entry) => entry.class === 'pending' && entry.retry !== 'query')).toEqual([]);
  });

  it('never calls a pending payment failed', () => {
    const pending = RESPONSE_CODE_ENTRIES.filter((entry) => entry.class === 'pending');
    for (const { code, textEn, textZh } of pending) {
      const cashiers = Object.values(CASHIERS).map((words) => words[code]);
      for (const text of [textEn, textZh, MEANINGS[code], ...cashiers]) expect(text).not.toMatch(SAYS_FAILED);
    }
  });

  it('sends the text of a success that clients know', () => {
    expect(responseCode('0000').textZh).toBe('交易成功');
  });
});

describe('isResponseCode', () => {
  it.each(['', '0', '000', '9999', ' 0000', '1143 ', '１１４３', 'toString', '__proto__', 'constructor'])(
    'refuses %j',
    (text) => {
      expect(isResponseCode(text)).toBe(false);
    },
  );

  it('accepts a known code', () => {
    expect(isResponseCode('1143')).toBe(true);
  });
});
