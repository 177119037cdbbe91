import { settings } from '../shell/settings.ts';
import { BurstReader, GAP_CHOICES, USUAL_GAP_MS } from './burst.ts';

/** Who takes scans and typed keys. */
export interface KeyTaker {
  /** `before` is what was taken for typed just before the scan. */
  readonly onScan: (text: string, before: string) => void;
  /** One character that a person typed while no field had the focus. */
  readonly onTyped: (key: string) => void;
}

/** A key that seems to be later was stamped by another clock. */
const LATENESS_MAX_MS = 2_000;

const reader = new BurstReader(scannerGapMs());

/** The gap of the scanner as it was set here. */
export function scannerGapMs(): number {
  const last = Number(settings.kept('scanner-gap'));
  return GAP_CHOICES.find((each) => each === last) ?? USUAL_GAP_MS;
}

/** Sets the gap of the scanner of this machine. */
export function setScannerGapMs(gapMs: number): void {
  settings.keep('scanner-gap', String(gapMs));
  reader.gapMs = gapMs;
}

/** A field that was being typed in when a run of keys began, and what it held. */
interface FieldBefore {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

function fieldOf(target: EventTarget | null): FieldBefore | undefined {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && !(target.type === 'radio' || target.type === 'checkbox')
    ? { field: target, value: target.value }
    : undefined;
}

/**
 * How late a key is heard. On a machine that does much else the keys behind it come as late: their silence begins when
 * they would have been heard.
 */
function latenessMs(atMs: number): number {
  return Math.min(Math.max(performance.now() - atMs, 0), LATENESS_MAX_MS);
}

/** A scan that fell into a field is taken out again. */
function restore({ field, value }: FieldBefore): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Takes scans wherever the focus is. Outside of fields every printable key is held back until it is clear who typed it;
 * inside a field a person's keys go their way at once, and a scan is taken out of the field again.
 *
 * @returns a function that ends it.
 */
export function takeKeys({ onScan, onTyped }: KeyTaker): () => void {
  let before: FieldBefore | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const handle = (burst: ReturnType<BurstReader['silence']>): void => {
    if (burst === undefined) return;
    const field = before;
    before = undefined;
    if (burst.kind === 'scan') {
      if (field !== undefined) restore(field);
      onScan(burst.text, field === undefined ? burst.before : '');
    } else if (field === undefined) {
      for (const key of burst.text) onTyped(key);
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method is at work; what it will write is not known yet.
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return;
    const wasOpen = reader.isOpen;
    const field = fieldOf(event.target);
    const { key, ctrlKey: ctrl, timeStamp: atMs } = event;
    const { ended, held, endsAtMs } = reader.press({ key, ctrl, atMs });
    handle(ended);
    const begins = reader.isOpen && (!wasOpen || ended !== undefined);
    if (begins) before = field;
    const isText = key.length === 1 && !ctrl;
    if (held && !(isText && field !== undefined)) {
      event.preventDefault();
      event.stopPropagation();
    }
    clearTimeout(timer);
    if (endsAtMs !== undefined) timer = setTimeout(settle, endsAtMs - atMs + latenessMs(atMs));
  };
  const settle = (): void => handle(reader.silence(Number.POSITIVE_INFINITY));

  document.addEventListener('keydown', onKeyDown, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKeyDown, true);
  };
}
