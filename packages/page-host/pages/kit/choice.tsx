/** One thing that a page lets its reader choose. */
export interface ChoiceProps<Value extends string> {
  /** Name of the field for tests. */
  readonly name: string;
  readonly label: string;
  readonly class?: string;
  readonly value: Value;
  /** The choices in their order, each with its words. */
  readonly choices: Readonly<Record<Value, string>>;
  /** Whether each choice is a language (BCP 47) and is written in itself. */
  readonly ofLanguages?: boolean;
  readonly onChoose: (value: Value) => void;
}

/** A list to choose from, with its label. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const entries = Object.entries(props.choices) as [Value, string][];
  return (
    <label class={props.class}>
      <span>{props.label}</span>
      <select
        data-test={props.name}
        value={props.value}
        onChange={({ currentTarget }) => {
          const chosen = entries.find(([each]) => each === currentTarget.value);
          if (chosen !== undefined) props.onChoose(chosen[0]);
        }}
      >
        {entries.map(([each, words]) => (
          <option key={each} value={each} lang={props.ofLanguages === true ? each : undefined}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
