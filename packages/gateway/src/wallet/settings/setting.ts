/** Where the values of a connector's settings come from. */
export interface SettingPlace {
  /** The connector's entry in the configuration file. */
  readonly values: Readonly<Record<string, unknown>>;
  /** For secrets that come from the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: SettingFiles;
}

/** Reads the files that settings name. */
export interface SettingFiles {
  /** @throws SettingProblem when the file cannot be read, or when others may read (`secret`) or change it. */
  read(path: string, keeps: 'secret' | 'public'): string;
}

/** A value nobody can work with. The message says what it takes, without the value. */
export class SettingProblem extends Error {
  override readonly name = 'SettingProblem';
}

/** A setting of a connector: what it means, and how it is read. */
export interface Setting<Value> {
  /** For the documentation, one sentence. */
  readonly meaning: string;
  /** For the documentation, such as `https://open-sea-global.alipay.com`. */
  readonly example: string;
  /** What holds without it, in words; absent when it must be given. */
  readonly fallback?: string;
  /** Names in the configuration file, after the setting's own: `''`, or `_file` and `_env` for keys and secrets. */
  readonly endings: readonly string[];
  /**
   * @param name the setting's name in the configuration file.
   * @throws SettingProblem when it is missing or cannot be used.
   */
  read(name: string, place: SettingPlace): Value;
}

/** The settings of a connector by their names in code: `clientId` stands as `client_id` in the file. */
export type SettingsShape = Readonly<Record<string, Setting<unknown>>>;

/** What reading a shape gives. */
export type SettingsOf<Shape extends SettingsShape> = {
  readonly [Name in keyof Shape]: Shape[Name] extends Setting<infer Value> ? Value : never;
};

/** `clientId` as it stands in the file: `client_id`. */
export function nameInFile(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Reads all settings of a shape.
 *
 * @param problems gets one line for every setting that is missing, wrong or unknown.
 * @returns `undefined` when there was a problem.
 */
export function readSettings<Shape extends SettingsShape>(
  shape: Shape,
  place: SettingPlace,
  problems: (problem: string) => void,
): SettingsOf<Shape> | undefined {
  let sound = true;
  const report = (problem: string): void => {
    sound = false;
    problems(problem);
  };
  const read: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(shape)) {
    try {
      read[name] = setting.read(nameInFile(name), place);
    } catch (error) {
      if (!(error instanceof SettingProblem)) throw error;
      report(error.message);
    }
  }
  return sound ? (read as SettingsOf<Shape>) : undefined;
}

/** Every name a shape knows in the configuration file. */
export function namesOf(shape: SettingsShape): readonly string[] {
  return Object.entries(shape).flatMap(([name, { endings }]) =>
    endings.map((ending) => `${nameInFile(name)}${ending}`),
  );
}
