import { LANGUAGES, type Language } from '@opencpm/page-host/kit';
import { language, say, speak } from '../language/language.ts';

/** The language of the page; each is named in itself. */
export function LanguageChoice() {
  return (
    <label class="field inline">
      <span>{say().language}</span>
      <select
        data-test="language"
        value={language()}
        onChange={({ currentTarget }) => void speak(currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
