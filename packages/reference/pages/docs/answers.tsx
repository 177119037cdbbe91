import type { Response, Schema } from '../../src/openapi/document-types.ts';
import { CodeBlock } from './code-block.tsx';
import type { Call, Description, ShownParameter } from './description.ts';
import { FieldList } from './field-list.tsx';
import { Inline } from './markdown.tsx';

function membersOf(description: Description, shape: Schema): readonly ShownParameter[] {
  const required = new Set(shape.required);
  return Object.entries(shape.properties ?? {}).map(([name, { description: text, ...member }]) => ({
    name,
    required: required.has(name),
    description: text ?? description.resolve(member).description ?? '',
    schema: member,
  }));
}

function nestedShapes(description: Description, shape: Schema): readonly Schema[] {
  return Object.values(shape.properties ?? {}).flatMap(({ items }) =>
    description.shapesOf(items).filter(({ properties }) => properties !== undefined),
  );
}

/** The members of each shape a JSON body may have, closed until they are wanted. */
export function Shapes({
  description,
  schema,
}: {
  readonly description: Description;
  readonly schema: Schema | undefined;
}) {
  const shapes = description.shapesOf(schema);
  const all = shapes.flatMap((shape) => [shape, ...nestedShapes(description, shape)]);
  return (
    <>
      {all.map((shape) => (
        <details key={shape.title}>
          <summary>
            <code>{shape.title}</code> <Inline text={shape.description ?? ''} />
          </summary>
          <FieldList description={description} fields={membersOf(description, shape)} />
        </details>
      ))}
    </>
  );
}

function Answer({
  description,
  status,
  response,
}: {
  readonly description: Description;
  readonly status: string;
  readonly response: Response;
}) {
  const { headers = {}, content = {} } = response;
  const types = Object.keys(content);
  const json = content['application/json'];
  return (
    <li>
      <p>
        <span class={status === '200' ? 'status good' : 'status'}>{status}</span>{' '}
        <Inline text={response.description} />
      </p>
      {types.length > 0 && (
        <p class="rules">
          {types.join(', ')}
          {Object.keys(headers).length > 0 && ` · headers ${Object.keys(headers).join(', ')}`}
        </p>
      )}
      {status === '200' && <Shapes description={description} schema={json?.schema} />}
    </li>
  );
}

/** Every answer of a call, and what it looks like. */
export function Answers({ description, call }: { readonly description: Description; readonly call: Call }) {
  const answers = description.answersOf(call.operation);
  return (
    <ul class="answers">
      {answers.map(([status, response]) => (
        <Answer key={status} description={description} status={status} response={response} />
      ))}
    </ul>
  );
}

/** The examples of the answers with HTTP 200. */
export function AnswerExamples({
  description,
  call,
}: {
  readonly description: Description;
  readonly call: Call;
}) {
  const [, response] = description.answersOf(call.operation).find(([status]) => status === '200') ?? [];
  const examples = Object.values(response?.content?.['application/json']?.examples ?? {});
  return (
    <>
      {examples.map(({ summary, value }, index) => (
        <details key={summary} open={index === 0}>
          <summary>Answer: {summary}</summary>
          <CodeBlock
            label={`${call.operation.operationId}: ${summary}`}
            text={JSON.stringify(value, undefined, 2)}
          />
        </details>
      ))}
    </>
  );
}
