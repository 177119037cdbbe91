import { styleText } from 'node:util';
import type { Output } from '../context.ts';

/** What a word says about an outcome; decides its colour. */
export type Tone = 'good' | 'waiting' | 'bad' | 'plain';

const STYLES = {
  good: ['bold', 'green'],
  waiting: ['bold', 'yellow'],
  bad: ['bold', 'red'],
  plain: ['bold'],
} as const;

/** The text in the colour of its tone, or unchanged where no colour may be used. */
export function paint(output: Output, tone: Tone, text: string): string {
  return output.colour ? styleText([...STYLES[tone]], text, { validateStream: false }) : text;
}
