import type { Choice } from './choice.ts';
import { type CodeShape, type ShapeWish, fittingShapes } from './code-shape.ts';

/**
 * Digits of a fresh payment code in one of a wallet's shapes: a prefix, then random digits.
 *
 * @returns undefined when the wallet has no codes as they are wished.
 */
export function freshDigits(
  shapes: readonly CodeShape[],
  choice: Choice,
  wish: ShapeWish = {},
): string | undefined {
  const [first, ...others] = fittingShapes(shapes, wish);
  if (first === undefined) return undefined;
  const shape = choice.of([first, ...others]);
  const prefix = choice.of(shape.prefixes);
  return prefix + choice.digits(choice.of(shape.lengths) - prefix.length);
}
