import type { AnswerShape, MemberValue, ParameterRule } from '@opencpm/protocol';
import type { Schema } from './document-types.ts';
import { valueDescription } from './value-descriptions.ts';

type TextValue = Extract<MemberValue, { readonly type: 'text' }>;

/** What a request parameter takes. Empty values count as absent, so a mandatory one has at least one character. */
export function ruleSchema({ type, mandatory, maxLength, form, meaning, ignored }: ParameterRule): Schema {
  const description = form === undefined ? meaning : `${meaning} It ${form.words}.`;
  if (type === 'Int' && form?.range !== undefined) {
    const [minimum, maximum] = form.range;
    return { type: 'integer', minimum, maximum, description };
  }
  return {
    type: 'string',
    ...(mandatory ? { minLength: 1 } : {}),
    ...(maxLength === Number.MAX_SAFE_INTEGER ? {} : { maxLength }),
    ...(form?.pattern === undefined ? {} : { pattern: form.pattern }),
    ...(form?.oneOf === undefined ? {} : { enum: form.oneOf }),
    ...(ignored === true ? { deprecated: true } : {}),
    description,
  };
}

/** What stands in a member of an answer. Shapes inside it are named in `components`. */
function memberSchema(value: MemberValue): Schema {
  switch (value.type) {
    case 'text':
      return value.name === undefined ? textSchema(value) : { $ref: `#/components/schemas/${value.name}` };
    case 'whole number':
      return { type: 'integer', minimum: value.least, maximum: value.greatest };
    case 'object':
      return shapeReference(value.shape);
    case 'list':
      return { type: 'array', items: anyShape(value.row) };
    case 'words':
      return { type: 'array', items: { type: 'string', enum: value.oneOf } };
  }
}

function textSchema({ pattern, oneOf, maxLength }: TextValue): Schema {
  return {
    type: 'string',
    ...(pattern === undefined ? {} : { pattern }),
    ...(oneOf === undefined ? {} : wordSchema(oneOf)),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function wordSchema(words: readonly string[]): Schema {
  const [first] = words;
  return words.length === 1 && first !== undefined ? { const: first } : { enum: words };
}

/** Where a shape stands in the description. */
export function shapeReference({ name }: AnswerShape): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** One of several shapes. */
export function anyShape(shapes: readonly AnswerShape[]): Schema {
  const [first] = shapes;
  return shapes.length === 1 && first !== undefined
    ? shapeReference(first)
    : { anyOf: shapes.map(shapeReference) };
}

/**
 * The schema of an answer. Members it does not name are left open, because later versions may add some; the tests of
 * this project close it.
 */
function shapeSchema({ name, meaning, members }: AnswerShape): Schema {
  const entries = Object.entries(members);
  return {
    title: name,
    description: meaning,
    type: 'object',
    required: entries.filter(([, { optional }]) => optional !== true).map(([member]) => member),
    properties: Object.fromEntries(
      entries.map(([member, { value, meaning: description }]): [string, Schema] => {
        const schema = memberSchema(value);
        return [member, { ...schema, description }];
      }),
    ),
  };
}

/** Schemas of shapes, of all shapes inside them and of the values they share, by name. */
export function shapeSchemas(shapes: readonly AnswerShape[]): Readonly<Record<string, Schema>> {
  const found: Record<string, Schema> = {};
  const add = (shape: AnswerShape): void => {
    found[shape.name] = shapeSchema(shape);
    for (const { value } of Object.values(shape.members)) {
      if (value.type === 'text' && value.name !== undefined) {
        found[value.name] = { description: valueDescription(value.name), ...textSchema(value) };
      }
      if (value.type === 'object') add(value.shape);
      if (value.type === 'list') value.row.forEach(add);
    }
  };
  shapes.forEach(add);
  return Object.fromEntries(Object.entries(found).sort(([left], [right]) => (left < right ? -1 : 1)));
}
