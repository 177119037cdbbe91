import { Choice, LANGUAGES } from '@opencpm/page-host/kit';
import { language, say, speak } from '../language/language.ts';

/** The language of the page; each is named in itself. */
export function LanguageChoice() {
  return (
    <Choice
      name="language"
      label={say().language}
      class="field inline"
      value={language()}
      choices={LANGUAGES}
      ofLanguages
      onChoose={(chosen) => void speak(chosen)}
    />
  );
}
