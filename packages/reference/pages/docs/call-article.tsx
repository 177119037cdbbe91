import { AnswerExamples, Answers } from './answers.tsx';
import { CodeSamples } from './code-samples.tsx';
import type { Call, Description } from './description.ts';
import { FieldList } from './field-list.tsx';
import { Inline } from './markdown.tsx';
import { TryIt } from './try-it.tsx';

/** Everything about one call. */
export function CallArticle({
  description,
  call,
}: {
  readonly description: Description;
  readonly call: Call;
}) {
  const { operation, path, id } = call;
  const parameters = description.parametersOf(operation);
  const headers = description.headersOf(operation);
  return (
    <article id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{operation.summary}</h3>
      <p class="address">
        {description.methodsOf(path).map((method) => (
          <span key={method} class={`method ${method.toLowerCase()}`}>
            {method}
          </span>
        ))}
        <code>{path}</code>
      </p>
      <div class="sides">
        <div>
          <p>
            <Inline text={operation.description} />
          </p>
          {parameters.length > 0 && (
            <>
              <h4>Parameters</h4>
              <FieldList description={description} fields={parameters} />
            </>
          )}
          {headers.length > 0 && (
            <details>
              <summary>Request headers</summary>
              <FieldList description={description} fields={headers} />
            </details>
          )}
          <h4>Answers</h4>
          <Answers description={description} call={call} />
        </div>
        <div class="example">
          {operation.security === undefined && <CodeSamples description={description} call={call} />}
          <AnswerExamples description={description} call={call} />
          {operation.security === undefined && <TryIt description={description} call={call} />}
        </div>
      </div>
    </article>
  );
}
