import { describe, expect, it } from 'vitest';
import type { ReceiptText } from './receipt.ts';
import { receiptPdf } from './receipt-pdf.ts';
import { receiptPage } from './receipt-page.ts';
import { receiptLanguage } from './receipt-words.ts';

const TEXT: ReceiptText = {
  language: 'zh-Hant',
  shopName: '海港咖啡 (Pier 7) Café',
  shopLines: ['A line that is far too long for paper of eighty millimetres and has to be broken somewhere'],
  warning: undefined,
  title: '收據',
  amount: 'HKD 10.50',
  state: '已付款',
  lines: [
    ['訂單編號', 'T2345ABCDEFGHIJKLMNOPQRSTUVWXYZ2345ABCDEFGHIJKLMNOP'],
    ['收銀員', '<b>Wing & "Ka"</b>'],
  ],
  thanks: '多謝惠顧',
};

function pdf(text: ReceiptText, qr?: readonly string[]): string {
  return Buffer.from(receiptPdf(text, qr)).toString('latin1');
}

function utf16(text: string): string {
  return Array.from(text, (each) => each.charCodeAt(0).toString(16).padStart(4, '0')).join('');
}

describe('a receipt as PDF', () => {
  it('says where each of its objects lies', () => {
    const file = pdf(TEXT, ['101', '010', '111']);
    const table = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
    expect(file.slice(table, table + 4)).toBe('xref');
    const places = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    for (const [index, place] of places.entries()) {
      expect(file.slice(place).startsWith(`${index + 1} 0 obj\n`)).toBe(true);
    }
    const length = Number(/\/Length (\d+)/.exec(file)?.[1]);
    const start = file.indexOf('stream\n') + 7;
    expect(file.slice(start + length, start + length + 10)).toBe('\nendstream');
  });

  it('writes Chinese by its characters and Latin letters as they are, and lets no text out of its string', () => {
    const file = pdf(TEXT);
    expect(file).toContain(`<${utf16('海港咖啡')}>`);
    expect(file).toContain('( \\(Pier 7\\) Café)');
    expect(file).toContain('/BaseFont /MSung-Light-UniCNS-UTF16-H /Encoding /UniCNS-UTF16-H');
    expect(pdf({ ...TEXT, language: 'zh-Hans' })).toContain('/Encoding /UniGB-UTF16-H');
  });

  it('keeps every line on the paper, and the page as long as they need', () => {
    const file = pdf(TEXT, ['11', '11']);
    const [, width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(file) ?? []).map(Number);
    expect(width).toBeCloseTo(226.77, 1);
    const starts = [...file.matchAll(/1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(starts.length).toBeGreaterThan(10);
    for (const [x = -1, y = -1] of starts) {
      expect(x).toBeGreaterThanOrEqual(11);
      expect(x).toBeLessThan(width - 11);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
    const boxes = [...file.matchAll(/^[\d.]+ ([\d.]+) [\d.]+ [\d.]+ re f$/gm)];
    expect(boxes.length).toBe(5);
  });
});

describe('a receipt as a page', () => {
  it('shows what was written, never runs it', () => {
    const page = receiptPage(TEXT, '/till/r/x.pdf?lang=zh-Hant');
    expect(page).toContain('&lt;b&gt;Wing &amp; &quot;Ka&quot;&lt;/b&gt;');
    expect(page).not.toContain('<b>');
  });

  it.each([
    ['zh-Hans', 'en', 'zh-Hans'],
    [undefined, 'zh-HK,zh;q=0.9', 'zh-Hant'],
    [undefined, 'zh-TW', 'zh-Hant'],
    [undefined, 'zh-CN,en', 'zh-Hans'],
    [undefined, 'zh', 'zh-Hans'],
    [undefined, 'de-DE,zh', 'en'],
    ['fr', undefined, 'en'],
  ])('asked for in %s by a browser of %s is in %s', (wanted, accepted, language) => {
    expect(receiptLanguage(wanted, accepted)).toBe(language);
  });
});
