import { effect, signal } from '@preact/signals';
import { keep, kept } from '../keep.ts';

/** How the page looks; `auto` follows the system, `contrast` is black on white with thick lines. */
export type Appearance = 'auto' | 'light' | 'dark' | 'contrast';

/** The choices in their order. */
export const APPEARANCES: readonly Appearance[] = ['auto', 'light', 'dark', 'contrast'];

/** How the page looks now. */
export const appearance = signal<Appearance>(
  APPEARANCES.find((each) => each === kept('appearance')) ?? 'auto',
);

effect(() => {
  document.documentElement.dataset['appearance'] = appearance.value;
  keep('appearance', appearance.value);
});
