/** Characters after which a slash begins a regular expression and not a division. */
const BEFORE_EXPRESSION =
  /[(,=:[!&|?{};+\-*%<>~^]$|\b(?:return|typeof|case|in|of|delete|void|throw|yield|await)$/;

/**
 * The code of a text: comments, and what stands inside quotes and regular expressions, become blanks, so that a word
 * found in it is really code. Length and lines stay as they are. The expressions inside a template are kept.
 */
export function codeOnly(text: string): string {
  const out: string[] = [];
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  const keep = (): void => {
    out.push(text[at] ?? '');
    at += 1;
  };
  const blank = (): void => {
    out.push(text[at] === '\n' ? '\n' : ' ');
    at += 1;
  };
  const blankUntil = (end: number): void => {
    while (at < end) blank();
  };
  const quoted = (quote: string): void => {
    keep();
    while (at < text.length && text[at] !== quote && text[at] !== '\n') {
      if (text[at] === '\\') blank();
      blank();
    }
    keep();
  };
  const expression = (): void => {
    let inClass = false;
    keep();
    while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
      if (text[at] === '\\') blank();
      else if (text[at] === '[') inClass = true;
      else if (text[at] === ']') inClass = false;
      blank();
    }
    keep();
  };
  const template = (): void => {
    keep();
    while (at < text.length && text[at] !== '`') {
      if (text.startsWith('${', at)) {
        keep();
        keep();
        templates.push(depth);
        depth += 1;
        return;
      }
      if (text[at] === '\\') blank();
      blank();
    }
    keep();
  };
  while (at < text.length) {
    const character = text[at];
    if (text.startsWith('//', at)) blankUntil(indexOr(text.indexOf('\n', at), text.length));
    else if (text.startsWith('/*', at)) blankUntil(indexOr(text.indexOf('*/', at) + 2, text.length, 1));
    else if (character === "'" || character === '"') quoted(character);
    else if (character === '`') template();
    else if (character === '/' && BEFORE_EXPRESSION.test(lastCode(out))) expression();
    else if (character === '{') {
      depth += 1;
      keep();
    } else if (character === '}') {
      depth -= 1;
      if (templates.at(-1) === depth) {
        templates.pop();
        template();
      } else keep();
    } else keep();
  }
  return out.join('');
}

function indexOr(index: number, otherwise: number, least = 0): number {
  return index < least ? otherwise : index;
}

/** The end of the code so far, without blanks behind it; empty at the beginning counts as an opening brace. */
function lastCode(out: readonly string[]): string {
  const tail = out.slice(-400).join('').trimEnd();
  return tail === '' ? '{' : tail.slice(-12);
}
