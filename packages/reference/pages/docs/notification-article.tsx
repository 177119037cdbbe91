import { Shapes } from './answers.tsx';
import { CodeBlock } from './code-block.tsx';
import type { Description } from './description.ts';
import { FieldList } from './field-list.tsx';
import { Inline } from './markdown.tsx';

/** What the gateway sends to the merchant. */
export function NotificationArticle({ description }: { readonly description: Description }) {
  const operation = description.document.webhooks['notification']?.post;
  if (operation === undefined) return null;
  const body = operation.requestBody?.content['application/json'];
  return (
    <article id="notification" aria-labelledby="notification-title">
      <h3 id="notification-title">{operation.summary}</h3>
      <p class="address">
        <span class="method post">POST</span>
        <code>notify_url</code>
      </p>
      <div class="sides">
        <div>
          <p>
            <Inline text={operation.description} />
          </p>
          <h4>Headers</h4>
          <FieldList description={description} fields={description.headersOf(operation)} />
          <h4>Body</h4>
          <Shapes description={description} schema={body?.schema} />
          <h4>Your answer</h4>
          <ul class="answers">
            {description.answersOf(operation).map(([status, { description: text }]) => (
              <li key={status}>
                <span class={status === '200' ? 'status good' : 'status'}>{status}</span>{' '}
                <Inline text={text} />
              </li>
            ))}
          </ul>
        </div>
        <div class="example">
          {Object.values(body?.examples ?? {}).map(({ summary, value }) => (
            <CodeBlock key={summary} label={summary} text={JSON.stringify(value, undefined, 2)} />
          ))}
        </div>
      </div>
    </article>
  );
}
