import { say } from '../language/language.ts';
import { start } from '../session/session.ts';

/** Over everything, on every page: nobody shall take play money for money. */
export function SandboxBanner() {
  const phrases = say();
  const phone = start.value?.phoneUrl;
  return (
    <aside class="sandbox" aria-label={phrases.sandbox} data-test="sandbox">
      <strong>{phrases.sandbox}</strong>
      {phone === undefined ? null : (
        <a href={phone} target="_blank" rel="noopener">
          {phrases.sandboxPhone}
        </a>
      )}
    </aside>
  );
}
