import { signal } from '@preact/signals';
import { render } from 'preact';
import { CallArticle } from './call-article.tsx';
import { Description, loadDescription } from './description.ts';
import { lazily } from './lazy-section.tsx';
import { Blocks } from './markdown.tsx';
import { Navigation, placesOf } from './navigation.tsx';
import { NotificationArticle } from './notification-article.tsx';
import { loadMerchants, merchants } from './sandbox-merchants.ts';
import { SignatureBox } from './signature-box.tsx';

/** Windows with room for the contents beside the page. */
const wide = matchMedia('(min-width: 960px)');
const folded = signal(!wide.matches);
wide.addEventListener('change', () => {
  folded.value = !wide.matches;
});

const ResponseCodes = lazily(async () => (await import('./response-codes.tsx')).ResponseCodes);

function Page({ description }: { readonly description: Description }) {
  const { info, tags } = description.document;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <p class="brand">
          <a href="/docs">OpenCPM</a> <span class="may">API reference {info.version}</span>
        </p>
        {merchants.value.length > 0 && <p class="banner">Sandbox: play money, calls can be tried</p>}
        <a href="/openapi.json">openapi.json</a>
      </header>
      <div class="frame">
        <Navigation places={placesOf(description)} folded={folded.value} />
        <main id="main" tabIndex={-1}>
          <h1>{info.title}</h1>
          <p class="lead">{info.summary}</p>
          <section id="introduction" aria-labelledby="introduction-title" class="text">
            <h2 id="introduction-title">Introduction</h2>
            <Blocks text={info.description} />
          </section>
          {tags.map(({ name, description: about }) => {
            const calls = description.calls.filter(({ operation }) => operation.tags.includes(name));
            return (
              <section key={name} aria-labelledby={`tag-${name}`}>
                <h2 id={`tag-${name}`}>{name}</h2>
                <p class="lead">{about}</p>
                {calls.map((call) => (
                  <CallArticle key={call.id} description={description} call={call} />
                ))}
                {name === 'Notifications' && <NotificationArticle description={description} />}
              </section>
            );
          })}
          <section id="signature" aria-labelledby="signature-title">
            <h2 id="signature-title">Signature</h2>
            <SignatureBox />
          </section>
          <section id="response-codes" aria-labelledby="response-codes-title">
            <h2 id="response-codes-title">Response codes</h2>
            <ResponseCodes />
          </section>
        </main>
      </div>
    </>
  );
}

const root = document.querySelector('#docs');
if (root !== null) {
  try {
    const description = new Description(await loadDescription());
    render(<Page description={description} />, root);
    await loadMerchants();
    // The place in the address is there only now.
    document
      .querySelector(location.hash === '' ? 'body' : CSS.escape(location.hash).replace('\\#', '#'))
      ?.scrollIntoView();
  } catch (error) {
    render(
      <main class="lost">
        <h1>The description cannot be read</h1>
        <p role="alert">{String(error)}. Reload the page when the gateway runs.</p>
      </main>,
      root,
    );
  }
}
