import { settings } from './settings.ts';
import { signal } from '@preact/signals';

/** What can be heard; every state of the register sounds different. */
export type Sound = 'scanned' | 'refused' | 'waiting' | 'paid' | 'not_paid' | 'unresolved';

/** A tone: when it begins, how high and how long it is, in seconds and hertz. */
type Tone = readonly [atS: number, hertz: number, lengthS: number];

const MELODIES: Readonly<Record<Sound, readonly Tone[]>> = {
  scanned: [[0, 1_320, 0.06]],
  refused: [
    [0, 220, 0.12],
    [0.16, 220, 0.12],
  ],
  waiting: [[0, 660, 0.12]],
  // Upwards is good, downwards is bad, back and forth is nothing yet.
  paid: [
    [0, 660, 0.14],
    [0.14, 880, 0.14],
    [0.28, 1_320, 0.3],
  ],
  not_paid: [
    [0, 440, 0.2],
    [0.22, 294, 0.2],
    [0.44, 196, 0.4],
  ],
  unresolved: [
    [0, 587, 0.16],
    [0.2, 440, 0.16],
    [0.4, 587, 0.16],
    [0.6, 440, 0.16],
  ],
};
const LOUDNESS = 0.25;

/** Whether the till is heard. */
export const soundOn = signal(settings.kept('sound') !== 'off');
let context: AudioContext | undefined;

/** Turns the sounds of this machine on or off. */
export function setSound(on: boolean): void {
  soundOn.value = on;
  settings.keep('sound', on ? 'on' : 'off');
  if (on) play('paid');
}

/** Lets a state be heard. Browsers stay silent until somebody has touched the page. */
export function play(sound: Sound): void {
  // For those who look after the page: what was to be heard, whether the machine has a loudspeaker or not.
  document.documentElement.dataset['sound'] = sound;
  if (!soundOn.value) return;
  try {
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
    for (const [atS, hertz, lengthS] of MELODIES[sound]) tone(context, atS, hertz, lengthS);
  } catch {
    // Without sound there is still colour, icon and word.
  }
}

function tone(audio: AudioContext, atS: number, hertz: number, lengthS: number): void {
  const beginS = audio.currentTime + atS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  oscillator.type = 'triangle';
  gain.gain.setValueAtTime(0, beginS);
  gain.gain.linearRampToValueAtTime(LOUDNESS, beginS + 0.01);
  gain.gain.setValueAtTime(LOUDNESS, beginS + lengthS - 0.03);
  gain.gain.linearRampToValueAtTime(0, beginS + lengthS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(beginS);
  oscillator.stop(beginS + lengthS);
}
