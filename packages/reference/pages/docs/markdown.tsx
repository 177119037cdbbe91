import type { ComponentChildren } from 'preact';

const SPAN = /`([^`]+)`|\*([^*]+)\*/g;

/** A line of Markdown with code and emphasis, which is all the descriptions use. */
export function Inline({ text }: { readonly text: string }) {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(SPAN)) {
    parts.push(text.slice(from, match.index));
    parts.push(match[1] === undefined ? <em>{match[2]}</em> : <code>{match[1]}</code>);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}

function Items({ lines, mark }: { readonly lines: readonly string[]; readonly mark: RegExp }) {
  return (
    <>
      {lines.map((line) => (
        <li key={line}>
          <Inline text={line.replace(mark, '')} />
        </li>
      ))}
    </>
  );
}

function Block({ text }: { readonly text: string }) {
  const lines = text.split('\n');
  if (text.startsWith('## ')) return <h3>{text.slice(3)}</h3>;
  if (text.startsWith('- ')) {
    return (
      <ul>
        <Items lines={lines} mark={/^- /} />
      </ul>
    );
  }
  if (/^1\. /.test(text)) {
    return (
      <ol>
        <Items lines={lines} mark={/^[0-9]+\. /} />
      </ol>
    );
  }
  return (
    <p>
      <Inline text={text} />
    </p>
  );
}

/** Paragraphs, lists and headings, parted by empty lines. */
export function Blocks({ text }: { readonly text: string }) {
  return (
    <>
      {text.split('\n\n').map((block) => (
        <Block key={block} text={block} />
      ))}
    </>
  );
}
