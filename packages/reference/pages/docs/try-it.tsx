import { SIGN_TYPES, type SignType } from '@opencpm/protocol';
import { useState } from 'preact/hooks';
import { CodeBlock } from './code-block.tsx';
import type { Call, Description, ShownParameter } from './description.ts';
import { remember, valueFor } from './fresh-values.ts';
import { chosenIndex, chosenMerchant, merchants } from './sandbox-merchants.ts';
import { type TrialResult, tryCall } from './signed-exchange.ts';

const VERDICTS: Readonly<Record<TrialResult['signature'], string>> = {
  verified: 'the signature of the answer is right',
  absent: 'the answer carries no signature',
  wrong: 'the signature of the answer is WRONG',
};

function MerchantChoice({ id }: { readonly id: string }) {
  return (
    <label for={`${id}-merchant`}>
      <span>Sandbox merchant</span>
      <select
        id={`${id}-merchant`}
        value={chosenIndex.value}
        onChange={({ currentTarget }) => {
          chosenIndex.value = Number(currentTarget.value);
        }}
      >
        {merchants.value.map(({ name, storeId }, index) => (
          <option key={`${name}${storeId}`} value={index}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Result({ result, id }: { readonly result: TrialResult | string | undefined; readonly id: string }) {
  return (
    <div role="status" data-test={`result-${id}`}>
      {typeof result === 'string' && <p class="problem">{result}</p>}
      {typeof result === 'object' && (
        <>
          <p>
            <span class={result.status === 200 ? 'status good' : 'status'}>{result.status}</span>{' '}
            {VERDICTS[result.signature]}
          </p>
          <CodeBlock label={`Answer to ${id}`} text={result.body} />
          <details>
            <summary>What was sent</summary>
            <CodeBlock label={`Request of ${id}`} text={result.request} />
          </details>
        </>
      )}
    </div>
  );
}

/** A form that sends the call to this gateway, signed in the page. There is one only in the sandbox. */
export function TryIt({ description, call }: { readonly description: Description; readonly call: Call }) {
  const merchant = chosenMerchant.value;
  const [result, setResult] = useState<TrialResult | string>();
  const [signType, setSignType] = useState<SignType>('SHA256');
  const [round, setRound] = useState(0);
  if (merchant === undefined) return null;
  const { operationId: id } = call.operation;
  const [example] = description.requestExamplesOf(call.operation);
  const shown = new Map(
    Object.entries((example?.value ?? {}) as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
  const fields = description
    .parametersOf(call.operation)
    .filter(({ schema }) => schema.pattern !== '^$' && schema.deprecated !== true);
  const send = async (form: HTMLFormElement): Promise<void> => {
    const parameters = [...new FormData(form)]
      .map(([name, value]) => [name, typeof value === 'string' ? value : ''] as const)
      .filter(([, value]) => value !== '');
    try {
      const answered = await tryCall(merchant, {
        method: call.method,
        path: call.path,
        parameters,
        signType,
      });
      if (answered.contentType.startsWith('application/json'))
        remember(id, new Map(parameters), answered.body);
      setResult(answered);
    } catch (error) {
      setResult(`The gateway cannot be reached: ${String(error)}`);
    }
    setRound(round + 1);
  };
  const first = (name: string): string =>
    name === 'mchid' ? (merchant.storeId ?? '') : valueFor(id, name, shown.get(name) ?? '', merchant.appCode);
  const isUsual = ({ name, required }: ShownParameter): boolean => required || first(name) !== '';
  const usual = fields.filter(isUsual);
  const rare = fields.filter((field) => !isUsual(field));
  const input = ({ name, required }: ShownParameter) => (
    <label key={name} for={`${id}-${name}`}>
      <span>
        {name}
        {required ? '' : ' (optional)'}
      </span>
      <input id={`${id}-${name}`} name={name} type="text" spellcheck={false} defaultValue={first(name)} />
    </label>
  );
  return (
    <details class="try" data-test={`try-${id}`}>
      <summary>Try it in the sandbox</summary>
      <MerchantChoice id={id} />
      <label for={`${id}-sign-type`}>
        <span>Signed with</span>
        <select
          id={`${id}-sign-type`}
          value={signType}
          onChange={({ currentTarget }) => setSignType(currentTarget.value as SignType)}
        >
          {SIGN_TYPES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <form
        key={`${chosenIndex.value}.${round}`}
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        {usual.map(input)}
        {rare.length > 0 && (
          <details>
            <summary>More parameters</summary>
            {rare.map(input)}
          </details>
        )}
        <button type="submit" class="main" data-test={`send-${id}`}>
          Sign and send
        </button>
      </form>
      <Result result={result} id={id} />
    </details>
  );
}
