import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import './shell/appearance.ts';
import { say, speakFirst, spoken } from './language/language.ts';
import { LogIn } from './session/log-in.tsx';
import { begin, openedOffline, session, start } from './session/session.ts';
import { Shell } from './shell/shell.tsx';
import { keepOfflineCopy } from './shell/offline-copy.ts';

const RETRY_MS = 2_000;

/** While the server cannot be reached, it is asked again; nothing else brings the till back. */
function useReturn(): void {
  const isOut = openedOffline.value;
  useEffect(() => {
    if (!isOut) return undefined;
    const asking = setInterval(() => void begin(), RETRY_MS);
    return () => clearInterval(asking);
  }, [isOut]);
}

function Till() {
  const phrases = say();
  useReturn();
  const facts = start.value;
  const title = facts === undefined ? phrases.title : `${phrases.title} · ${facts.shopName}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (facts === undefined) {
    return (
      <main class="log-in">
        <h1>{phrases.title}</h1>
        <p role="status">{openedOffline.value ? phrases.noTill : phrases.loading}</p>
      </main>
    );
  }
  return session.value === undefined ? (
    <LogIn facts={facts} />
  ) : (
    <Shell facts={facts} session={session.value} />
  );
}

const root = document.querySelector('#till');
await Promise.all([speakFirst(), begin()]);
if (root !== null && spoken.value !== undefined) render(<Till />, root);
keepOfflineCopy();
