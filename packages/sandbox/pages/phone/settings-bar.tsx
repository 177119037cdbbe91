import { APPEARANCES, appearance } from './appearance.ts';
import { LANGUAGES, type Language } from '@opencpm/page-host/kit';
import { say, speak, spoken } from './language/language.ts';

/** Language and appearance. */
export function SettingsBar() {
  const words = say();
  return (
    <header class="settings">
      <label>
        <span>{words.language}</span>
        <select
          data-test="language"
          value={spoken.value?.language ?? 'en'}
          onChange={({ currentTarget }) => void speak(currentTarget.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.appearance}</span>
        <select
          data-test="appearance"
          value={appearance.value}
          onChange={({ currentTarget }) => {
            appearance.value = APPEARANCES.find((each) => each === currentTarget.value) ?? 'auto';
          }}
        >
          {APPEARANCES.map((each) => (
            <option key={each} value={each}>
              {words.appearances[each]}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
