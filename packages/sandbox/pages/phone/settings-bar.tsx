import { Choice, LANGUAGES } from '@opencpm/page-host/kit';
import { appearance } from './appearance.ts';
import { say, speak, spoken } from './language/language.ts';

/** Language and appearance. */
export function SettingsBar() {
  const words = say();
  return (
    <header class="settings">
      <Choice
        name="language"
        label={words.language}
        value={spoken.value?.language ?? 'en'}
        choices={LANGUAGES}
        ofLanguages
        onChoose={(chosen) => void speak(chosen)}
      />
      <Choice
        name="appearance"
        label={words.appearance}
        value={appearance.value}
        choices={words.appearances}
        onChoose={(chosen) => {
          appearance.value = chosen;
        }}
      />
    </header>
  );
}
