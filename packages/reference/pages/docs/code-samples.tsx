import { signal } from '@preact/signals';
import { SNIPPET_LANGUAGES } from '../../src/snippet/snippets.ts';
import { CodeBlock } from './code-block.tsx';
import type { Call, Description } from './description.ts';
import { chosenMerchant } from './sandbox-merchants.ts';

/** The language all samples of the page are shown in. */
const language = signal(SNIPPET_LANGUAGES[0]);

function parametersOf(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(value as Readonly<Record<string, unknown>>).map(([name, each]) => [
    name,
    String(each),
  ]);
}

/** A program that makes the call, in the language the reader has chosen. */
export function CodeSamples({
  description,
  call,
}: {
  readonly description: Description;
  readonly call: Call;
}) {
  const [example] = description.requestExamplesOf(call.operation);
  const shown = language.value;
  if (example === undefined || shown === undefined) return null;
  const merchant = chosenMerchant.value;
  const text = shown.write({
    method: call.method,
    gateway: location.origin,
    path: call.path,
    parameters: parametersOf(example.value),
    appCode: merchant?.appCode ?? 'YOUR APP CODE',
    clientKey: merchant?.clientKey ?? 'YOUR CLIENT KEY',
  });
  return (
    <>
      <fieldset class="choice">
        <legend class="heard">Language of the sample for {call.operation.operationId}</legend>
        {SNIPPET_LANGUAGES.map((each) => (
          <button
            key={each.id}
            type="button"
            class="small"
            aria-pressed={each === shown}
            data-test={`language-${each.id}`}
            onClick={() => {
              language.value = each;
            }}
          >
            {each.label}
          </button>
        ))}
      </fieldset>
      <CodeBlock label={`${call.operation.operationId} in ${shown.label}`} text={text} />
    </>
  );
}
