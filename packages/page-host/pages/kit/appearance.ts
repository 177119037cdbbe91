import { effect, signal, type Signal } from '@preact/signals';
import type { Settings } from './settings.ts';

/**
 * How a page looks now: written to `data-appearance` of the document, where the styles read it, and remembered.
 *
 * @param choices of the page; the first is the usual.
 */
export function appearanceOf<Appearance extends string>(
  settings: Settings,
  choices: readonly [Appearance, ...Appearance[]],
): Signal<Appearance> {
  const last = settings.kept('appearance');
  const appearance = signal(choices.find((each) => each === last) ?? choices[0]);
  effect(() => {
    document.documentElement.dataset['appearance'] = appearance.value;
    settings.keep('appearance', appearance.value);
  });
  return appearance;
}
