import { RECEIPT_WORDS } from './receipt-words.ts';
import type { ReceiptText } from './receipt.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** The customer's copy as a page: no script, nothing from elsewhere. */
export function receiptPage(text: ReceiptText, pdfPath: string): string {
  const lines = text.lines.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  const warning = text.warning === undefined ? '' : `<p class="warning">${escaped(text.warning)}</p>`;
  return `<!doctype html>
<html lang="${text.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(text.title)} · ${escaped(text.shopName)}</title>
<link rel="stylesheet" href="/till/r/receipt.css">
</head>
<body>
<main>
<h1>${escaped(text.shopName)}</h1>
${text.shopLines.map((line) => `<p class="shop">${escaped(line)}</p>`).join('\n')}
${warning}
<p class="state">${escaped(text.state)}</p>
<p class="amount">${escaped(text.amount)}</p>
<dl>
${lines.join('\n')}
</dl>
<p class="thanks">${escaped(text.thanks)}</p>
<p class="file"><a href="${escaped(pdfPath)}">${escaped(RECEIPT_WORDS[text.language].file)}</a></p>
</main>
</body>
</html>
`;
}

/** The style of the page, on a screen and on paper of 80 mm. */
export const RECEIPT_STYLE = `:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef0f2; color: #111; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 24rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border-radius: 0.5rem; }
h1 { margin: 0; font-size: 1.25rem; text-align: center; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; text-align: center; }
.warning { padding: 0.5rem; border: 2px solid #111; font-weight: 700; }
.state { margin-top: 1rem; font-weight: 700; color: #14622f; }
.amount { font-size: 2rem; font-weight: 700; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1rem; margin: 1rem 0; }
dt { color: #4a4f55; }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
a { color: #0b57a4; }
@page { size: 80mm auto; margin: 4mm; }
@media print {
  body { background: none; font-size: 10pt; }
  main { margin: 0; padding: 0; max-width: none; }
  .file { display: none; }
}
`;
