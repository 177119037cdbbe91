import type { Description, ShownParameter } from './description.ts';
import { Inline } from './markdown.tsx';
import { ruleWords } from './rule-words.ts';

/** Parameters or members with their rules, as a list that also fits a phone. What has no effect is left out. */
export function FieldList({
  description,
  fields,
}: {
  readonly description: Description;
  readonly fields: readonly ShownParameter[];
}) {
  return (
    <dl class="fields">
      {fields
        .filter(({ schema }) => schema.deprecated !== true)
        .map(({ name, required, description: text, schema }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
              <span class={required ? 'must' : 'may'}>{required ? 'required' : 'optional'}</span>
            </dt>
            <dd>
              <p>
                <Inline text={text} />
              </p>
              <p class="rules">{ruleWords(description.resolve(schema), text).join(' · ')}</p>
            </dd>
          </div>
        ))}
    </dl>
  );
}
