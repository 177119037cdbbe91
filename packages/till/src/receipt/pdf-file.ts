/** Text in one of the two fonts of a page. */
export interface PdfText {
  readonly text: string;
  /** From the left edge, in points. */
  readonly x: number;
  /** Base line, from the top edge, in points. */
  readonly y: number;
  readonly size: number;
}

/** A filled rectangle; `x` and `y` are those of its upper left corner, from the upper left corner of the page. */
export interface PdfBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One page. All lengths are in points, 1/72 inch. */
export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly texts: readonly PdfText[];
  readonly boxes: readonly PdfBox[];
}

/**
 * The fonts of Chinese that every reader of PDF brings or replaces, with the character maps the format defines. They are
 * named, not embedded: a font that has every name a shop may choose is many megabytes.
 */
const HAN_FONTS = {
  'zh-Hant': { font: 'MSung-Light', map: 'UniCNS-UTF16-H', ordering: 'CNS1', supplement: 4 },
  'zh-Hans': { font: 'STSong-Light', map: 'UniGB-UTF16-H', ordering: 'GB1', supplement: 5 },
} as const;

/** What Helvetica writes here: ASCII, and Latin letters with accents. */
const LATIN = /^[ -~\u00a0-\u00ff]*$/;
const ACCENTED_WIDTH = 556;
/** Widths of Helvetica's characters from the blank to the tilde, in thousandths of the size. */
const HELVETICA_WIDTHS = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
] as const;

/** Pieces of a text that one font can write. */
function runsOf(text: string): readonly string[] {
  return text.match(/[ -~\u00a0-\u00ff]+|[^ -~\u00a0-\u00ff]+/g) ?? [];
}

/** Width of a text in points. */
export function textWidth(text: string, size: number): number {
  const thousandths = Array.from(text).reduce(
    (sum, character) =>
      sum +
      (HELVETICA_WIDTHS[character.charCodeAt(0) - 0x20] ?? (LATIN.test(character) ? ACCENTED_WIDTH : 1000)),
    0,
  );
  return (thousandths * size) / 1000;
}

function literal(text: string): string {
  return `(${text.replace(/[\\()]/g, (character) => `\\${character}`)})`;
}

/** UTF-16, big endian, in hex; the form both character maps and the document's own texts take. */
function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, index) =>
    text.charCodeAt(index).toString(16).padStart(4, '0'),
  ).join('');
}

function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function textOperators({ text, x, y, size }: PdfText, pageHeight: number): string {
  let at = x;
  const shows = runsOf(text).map((run) => {
    const isLatin = LATIN.test(run);
    const shown = isLatin ? literal(run) : `<${utf16(run)}>`;
    const operators = `/${isLatin ? 'F1' : 'F2'} ${figure(size)} Tf 1 0 0 1 ${figure(at)} ${figure(pageHeight - y)} Tm ${shown} Tj`;
    at += textWidth(run, size);
    return operators;
  });
  return `BT ${shows.join(' ')} ET`;
}

/**
 * Writes a page as a PDF file (ISO 32000-1): Helvetica for Latin letters, a Chinese font of the reader for the rest. Lines and
 * figures only, so no library is needed.
 */
export function pdfFile(page: PdfPage): Uint8Array {
  const { width, height, title, language, texts, boxes } = page;
  const han = HAN_FONTS[language === 'zh-Hans' ? 'zh-Hans' : 'zh-Hant'];
  const content = [
    ...boxes.map(
      (box) =>
        `${figure(box.x)} ${figure(height - box.y - box.height)} ${figure(box.width)} ${figure(box.height)} re f`,
    ),
    ...texts.map((text) => textOperators(text, height)),
  ].join('\n');
  const system = `/CIDSystemInfo << /Registry (Adobe) /Ordering (${han.ordering}) /Supplement ${han.supplement} >>`;
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${figure(width)} ${figure(height)}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Type /Font /Subtype /Type0 /BaseFont /${han.font}-${han.map} /Encoding /${han.map} /DescendantFonts [7 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${han.font} ${system} /DW 1000 /FontDescriptor 8 0 R >>`,
    `<< /Type /FontDescriptor /FontName /${han.font} /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>`,
    `<< /Title <feff${utf16(title)}> /Producer (OpenCPM) >>`,
  ];
  return assemble(objects);
}

/** Numbers the objects and adds the table of their places. Everything is Latin-1, so characters are bytes. */
function assemble(objects: readonly string[]): Uint8Array {
  let file = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>`;
  return Buffer.from(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  );
}
