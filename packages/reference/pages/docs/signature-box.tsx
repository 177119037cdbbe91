import {
  HMAC_SIGN_TYPE,
  parseFormText,
  requestTextV2,
  SIGN_TYPES,
  type SignType,
  signedParameters,
  signRequestV2,
  stringToSign,
  USUAL_VARIANT,
} from '@opencpm/protocol';
import { useState } from 'preact/hooks';
import { CodeBlock } from './code-block.tsx';
import { byteHashes, digest } from './hashes.ts';
import type { Explained } from './explain.ts';
import { chosenMerchant } from './sandbox-merchants.ts';
import { filled, type SignatureForm } from './signature-form.ts';

/** A text to sign with its signature, or why there is none. */
type Signed =
  | { readonly ok: true; readonly text: string; readonly signature: string }
  | { readonly ok: false; readonly problem: string };

/** Signs what is filled in as a gateway expects it. */
function sign({ signType, body, appCode, clientKey, ...request }: SignatureForm): Signed {
  if (signType === HMAC_SIGN_TYPE) {
    const content = new TextEncoder().encode(body);
    const signed = { ...request, appCode, content };
    return {
      ok: true,
      text: requestTextV2(signed, byteHashes),
      signature: signRequestV2(signed, clientKey, byteHashes),
    };
  }
  const form = parseFormText(body);
  if (!form.ok) return { ok: false, problem: [form.field, form.problem].filter(Boolean).join(': ') };
  const text = stringToSign(signedParameters(form.parameters), USUAL_VARIANT);
  return { ok: true, text: `${text}<key>`, signature: digest(signType, text + clientKey) };
}

function Field({
  name,
  label,
  secret = false,
}: {
  readonly name: Exclude<keyof SignatureForm, 'signType' | 'body'>;
  readonly label: string;
  readonly secret?: boolean;
}) {
  const shared = {
    id: `signature-${name}`,
    autocomplete: 'off',
    spellcheck: false,
    value: filled.value[name],
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      filled.value = { ...filled.value, [name]: currentTarget.value };
    },
  } as const;
  return (
    <label for={`signature-${name}`}>
      <span>{label}</span>
      {secret ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
    </label>
  );
}

/** Names the mistake in a signature that a gateway did not take. */
function Explanation() {
  const [explained, setExplained] = useState<Explained>();
  const explain = async (): Promise<void> => {
    // Only whoever has such a signature needs the list of mistakes.
    const { explain: find } = await import('./explain.ts');
    setExplained(find(filled.value));
  };
  return (
    <>
      <h3>Explain a signature</h3>
      <p>
        A gateway answered <code>1108</code>? Fill in what you sent and the signature you sent with it.
      </p>
      <Field name="signature" label="X-QF-SIGN that was sent" />
      <button type="button" class="main" data-test="explain" onClick={() => void explain()}>
        Find the mistake
      </button>
      <div role="status" data-test="explanation">
        {explained !== undefined && <p class={explained.good ? 'right' : 'problem'}>{explained.verdict}</p>}
        <ul>
          {explained?.mistakes.map(({ text, mend }) => (
            <li key={text}>
              <p>{text}</p>
              <p class="rules">{mend}</p>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Shows the text a request is signed by and its signature, and explains one that is wrong; nothing typed here leaves the page. */
export function SignatureBox() {
  const form = filled.value;
  const merchant = chosenMerchant.value;
  const signed = sign(form);
  return (
    <div class="box">
      <p>
        Signs a request step by step, as a gateway checks it. Nothing you type here is sent anywhere or kept.
      </p>
      <label for="signature-type">
        <span>X-QF-SIGNTYPE</span>
        <select
          id="signature-type"
          value={form.signType}
          onChange={({ currentTarget }) => {
            filled.value = { ...form, signType: currentTarget.value as SignType };
          }}
        >
          {SIGN_TYPES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label for="signature-body">
        <span>Body or query string, exactly as it is sent</span>
        <textarea
          id="signature-body"
          rows={4}
          spellcheck={false}
          value={form.body}
          onInput={({ currentTarget }) => {
            filled.value = { ...form, body: currentTarget.value };
          }}
        />
      </label>
      <Field name="clientKey" label="Client key" secret />
      <Field name="appCode" label="App code" />
      {merchant !== undefined && (
        <button
          type="button"
          onClick={() => {
            filled.value = { ...form, appCode: merchant.appCode, clientKey: merchant.clientKey };
          }}
        >
          Fill in {merchant.name} of the sandbox
        </button>
      )}
      {form.signType === HMAC_SIGN_TYPE && (
        <>
          <Field name="method" label="Method" />
          <Field name="path" label="Path" />
          <Field name="timestamp" label="X-QF-TIMESTAMP" />
          <Field name="nonce" label="X-QF-NONCE" />
        </>
      )}
      <div role="status" data-test="signature-result">
        {signed.ok ? (
          <>
            <CodeBlock label="Text to sign" text={signed.text} />
            <CodeBlock label="X-QF-SIGN" text={signed.signature} />
          </>
        ) : (
          <p class="problem">A gateway cannot read this body: {signed.problem}.</p>
        )}
      </div>
      <Explanation />
    </div>
  );
}
