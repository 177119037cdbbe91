import type { OpenApiDocument, Operation } from '../openapi/document-types.ts';

/** A parameter of a call in a collection. */
interface CallField {
  readonly name: string;
  readonly value: string;
  /** Sent; the others are listed so that they can be switched on. */
  readonly enabled: boolean;
  readonly about: string;
}

/** A call in a collection. */
export interface CollectionCall {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly fields: readonly CallField[];
  /** Whether it begins the payment that the other calls are about. */
  readonly begins: boolean;
}

/** Values the scripts of a collection make anew, or remember of the latest payment, by call and parameter. */
const VARIABLES: Readonly<Record<string, string>> = {
  'payment.auth_code': '{{test_code}}',
  'payment.out_trade_no': '{{fresh_order}}',
  'refund.out_trade_no': '{{fresh_order}}',
  'refund.syssn': '{{last_syssn}}',
  'query.out_trade_no': '{{last_order}}',
  'reversal.out_trade_no': '{{last_order}}',
  'close.out_trade_no': '{{last_order}}',
  'reversal.txamt': '{{last_amount}}',
  'close.txamt': '{{last_amount}}',
  'addNote.code': '{{app_code}}',
  'addNote.syssn': '{{last_syssn}}',
};

/** Every signed call of the description, each once, by its usual method. */
export function collectionCalls(document: OpenApiDocument): readonly CollectionCall[] {
  return Object.entries(document.paths).flatMap(([path, { post, get }]): CollectionCall[] => {
    const operation = post ?? get;
    if (operation === undefined || operation.security !== undefined) return [];
    const { operationId: name, summary: title, description: about } = operation;
    const method = post === undefined ? 'GET' : 'POST';
    const begins = name === 'payment';
    return [{ name, title, about, method, path, fields: fieldsOf(operation), begins }];
  });
}

function fieldsOf({ operationId, parameters = [], requestBody }: Operation): readonly CallField[] {
  const [form] = Object.values(requestBody?.content ?? {});
  const [example] = Object.values(form?.examples ?? {});
  const sent = (example?.value ?? {}) as Readonly<Record<string, string | number | undefined>>;
  const inForm = Object.entries(form?.schema?.properties ?? {}).map(
    ([name, { description = '', deprecated = false }]) => ({ name, about: description, deprecated }),
  );
  const inQuery = parameters.flatMap((parameter) =>
    '$ref' in parameter || parameter.in !== 'query'
      ? []
      : [{ name: parameter.name, about: parameter.description, deprecated: false, value: parameter.example }],
  );
  const all: readonly { name: string; about: string; deprecated: boolean; value?: string | undefined }[] = [
    ...inForm,
    ...inQuery,
  ];
  return all
    .filter(({ deprecated }) => !deprecated)
    .map(({ name, about, value }) => {
      const given = sent[name];
      const shown = value ?? (typeof given === 'number' ? String(given) : given);
      const fresh = name === 'txdtm' ? '{{now}}' : VARIABLES[`${operationId}.${name}`];
      return { name, about, value: fresh ?? shown ?? '', enabled: shown !== undefined };
    });
}
