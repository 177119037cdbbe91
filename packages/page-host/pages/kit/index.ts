/** What every page for browsers needs: settings that last, a language, an appearance, dialogues. */
export { appearanceOf } from './appearance.ts';
export { type Language, LANGUAGES, localTag, speechOf } from './language.ts';
export { Modal } from './modal.tsx';
export { type Settings, settingsOf } from './settings.ts';
