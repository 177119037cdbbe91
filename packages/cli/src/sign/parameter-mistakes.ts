import type { FormParameter } from '@opencpm/protocol';
import { type SigningMistake, simpleMistake } from './signing-mistake.ts';

const UNSIGNED_NAMES = ['sign', 'sign_type'];
const APP_CODE_NAMES = ['app_code', 'appcode', 'X-QF-APPCODE'];
const KEY_NAMES = ['key', 'client_key', 'app_key'];

function withParameter(parameters: readonly FormParameter[], name: string, value: string): FormParameter[] {
  return [...parameters, { name, value, raw: value }].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
}

/** Mistakes in what is signed. */
export const PARAMETER_MISTAKES: readonly SigningMistake[] = [
  {
    id: 'parameter_left_out',
    text: 'A parameter was sent but not signed',
    mend: 'Sign every parameter that is sent, except sign and sign_type.',
    plans: (plan) =>
      plan.parameters.map(({ name }) => ({
        plan: { ...plan, parameters: plan.parameters.filter((parameter) => parameter.name !== name) },
        particular: name,
      })),
  },
  {
    id: 'signature_signed',
    text: 'The parameter that carries the signature was signed itself',
    mend: 'Leave sign and sign_type out of the signed text.',
    plans: (plan, { sent }) =>
      sent
        .filter(({ name }) => UNSIGNED_NAMES.includes(name))
        .flatMap(({ name, value }) => [
          { plan: { ...plan, parameters: withParameter(plan.parameters, name, value) }, particular: name },
          {
            plan: { ...plan, parameters: withParameter(plan.parameters, name, '') },
            particular: `${name} (empty)`,
          },
        ]),
  },
  {
    id: 'app_code_signed',
    text: 'The app code was signed as if it were a parameter',
    mend: 'The app code goes into the header X-QF-APPCODE only; sign what stands in the body.',
    plans: (plan, { appCode }) =>
      appCode === undefined
        ? []
        : APP_CODE_NAMES.map((name) => ({
            plan: { ...plan, parameters: withParameter(plan.parameters, name, appCode) },
            particular: name,
          })),
  },
  {
    id: 'key_as_parameter',
    text: 'The key was sorted in among the parameters',
    mend: 'Append the key to the end of the text, without a name and without a separator.',
    plans: (plan) =>
      KEY_NAMES.map((name) => ({
        plan: {
          ...plan,
          parameters: withParameter(plan.parameters, name, plan.key),
          attach: (text: string) => text,
        },
        particular: name,
      })),
  },
  simpleMistake(
    'empty_mchid_signed',
    'An empty mchid was signed that was not sent',
    'Leave mchid out of the text when it is not sent.',
    (plan) =>
      plan.parameters.some(({ name }) => name === 'mchid')
        ? undefined
        : { parameters: withParameter(plan.parameters, 'mchid', '') },
  ),
];
