import { type PdfBox, type PdfText, pdfFile, textWidth } from './pdf-file.ts';
import type { ReceiptText } from './receipt.ts';

/** 80 mm, the paper of receipt printers. */
const WIDTH = (80 / 25.4) * 72;
const MARGIN = (4 / 25.4) * 72;
const INNER = WIDTH - 2 * MARGIN;
const QR_SIZE = 110;

/** Cuts a text into lines that fit: at blanks where there are any, and anywhere else otherwise. */
function wrap(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(/[!-~]+ *| +|[^ -~]/g) ?? []) {
    const characters = textWidth(piece.trimEnd(), size) > width ? Array.from(piece) : [piece];
    for (const part of characters) {
      if (line !== '' && textWidth(`${line}${part}`.trimEnd(), size) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += part;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Lays a page out from top to bottom. */
class Column {
  readonly texts: PdfText[] = [];
  readonly boxes: PdfBox[] = [];
  y = MARGIN;

  centre(text: string, size: number): void {
    for (const line of wrap(text, size, INNER)) {
      this.y += size * 1.3;
      this.texts.push({ text: line, size, x: (WIDTH - textWidth(line, size)) / 2, y: this.y });
    }
  }

  /** A word at the left, what belongs to it at the right; below each other when both do not fit. */
  pair(label: string, value: string, size: number): void {
    const labelWidth = textWidth(label, size);
    this.y += size * 1.4;
    this.texts.push({ text: label, size, x: MARGIN, y: this.y });
    const fits = labelWidth + textWidth(value, size) + size <= INNER;
    for (const line of fits ? [value] : wrap(value, size, INNER)) {
      if (!fits) this.y += size * 1.3;
      this.texts.push({ text: line, size, x: WIDTH - MARGIN - textWidth(line, size), y: this.y });
    }
  }

  rule(): void {
    this.y += 6;
    this.boxes.push({ x: MARGIN, y: this.y, width: INNER, height: 0.6 });
    this.y += 2;
  }

  qr(rows: readonly string[]): void {
    const module = QR_SIZE / rows.length;
    const left = (WIDTH - QR_SIZE) / 2;
    this.y += 16;
    for (const [row, modules] of rows.entries()) {
      for (const run of modules.matchAll(/1+/g)) {
        this.boxes.push({
          x: left + run.index * module,
          y: this.y + row * module,
          width: run[0].length * module,
          height: module,
        });
      }
    }
    this.y += QR_SIZE + 8;
  }
}

/**
 * A receipt as a PDF file for paper of 80 mm.
 *
 * @param qr rows of the code that leads to the customer's copy; none when nobody outside can open it.
 */
export function receiptPdf(text: ReceiptText, qr: readonly string[] | undefined): Uint8Array {
  const column = new Column();
  column.centre(text.shopName, 13);
  for (const line of text.shopLines) column.centre(line, 8);
  if (text.warning !== undefined) column.centre(`*** ${text.warning} ***`, 9);
  column.rule();
  column.centre(text.state, 11);
  column.centre(text.amount, 20);
  column.rule();
  for (const [label, value] of text.lines) column.pair(label, value, 8.5);
  column.rule();
  if (qr !== undefined) column.qr(qr);
  column.centre(text.thanks, 9);
  return pdfFile({
    width: WIDTH,
    height: column.y + MARGIN * 2,
    title: `${text.title} · ${text.shopName}`,
    language: text.language,
    texts: column.texts,
    boxes: column.boxes,
  });
}
