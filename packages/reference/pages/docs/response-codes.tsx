import { type Language, LANGUAGES, RESPONSE_CODE_ENTRIES } from '@opencpm/protocol';
import { catalogueWords, explainResponseCode } from '@opencpm/protocol/explain-response-code';
import { useState } from 'preact/hooks';
import { Inline } from './markdown.tsx';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

interface Row {
  readonly code: string;
  readonly emitted: boolean;
  readonly kind: string;
  readonly retry: string;
  readonly meaning: string;
  readonly cashier: string;
  readonly action: string;
}

function rowsIn(language: Language): readonly Row[] {
  const { classes, retries } = catalogueWords(language);
  return RESPONSE_CODE_ENTRIES.map(({ code, emitted, class: kind, retry }) => {
    const { meaning, cashier, action } = explainResponseCode(code, language);
    return { code, emitted, kind: classes[kind].title, retry: retries[retry], meaning, cashier, action };
  });
}

function holds({ code, kind, meaning, cashier, action }: Row, wanted: string): boolean {
  return `${code} ${kind} ${meaning} ${cashier} ${action}`.toLowerCase().includes(wanted.toLowerCase());
}

/** The catalogue of response codes: what each means, what the cashier says, what the developer does. */
export function ResponseCodes() {
  const [language, setLanguage] = useState<Language>('en');
  const [wanted, setWanted] = useState('');
  const [foreign, setForeign] = useState(false);
  const { headings } = catalogueWords(language);
  const rows = rowsIn(language).filter((row) => (foreign || row.emitted) && holds(row, wanted));
  return (
    <>
      <div class="filters">
        <label for="code-search">
          <span>Find a code or a word</span>
          <input
            id="code-search"
            type="search"
            value={wanted}
            onInput={({ currentTarget }) => setWanted(currentTarget.value)}
          />
        </label>
        <label for="code-language">
          <span>Language</span>
          <select
            id="code-language"
            value={language}
            onChange={({ currentTarget }) => setLanguage(currentTarget.value as Language)}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <label class="check" for="code-foreign">
          <input
            id="code-foreign"
            type="checkbox"
            checked={foreign}
            onChange={({ currentTarget }) => setForeign(currentTarget.checked)}
          />
          <span>Also codes only other gateways send</span>
        </label>
      </div>
      <p role="status" class="rules">
        {rows.length} {rows.length === 1 ? 'code' : 'codes'}
      </p>
      <ul class="codes" lang={language}>
        {rows.map(({ code, kind, retry, meaning, cashier, action }) => (
          <li key={code} data-test={`code-${code}`}>
            <p class="code-name">
              <code>{code}</code> <strong>{meaning}</strong>
              <span class="may">{kind}</span>
            </p>
            <dl>
              <dt>{headings.cashier}</dt>
              <dd>{cashier}</dd>
              <dt>{headings.developer}</dt>
              <dd>
                <Inline text={action} />
              </dd>
              <dt>{headings.retry}</dt>
              <dd>
                <Inline text={retry} />
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
