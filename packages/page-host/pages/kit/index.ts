/** What every page for browsers needs: settings that last, a language, an appearance, choices, dialogues. */
export { appearanceOf } from './appearance.ts';
export { Choice } from './choice.tsx';
export { LANGUAGES, type Language, localTag, speechOf } from './language.ts';
export { Modal } from './modal.tsx';
export { type Settings, settingsOf } from './settings.ts';
