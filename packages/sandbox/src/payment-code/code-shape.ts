/** One shape of a wallet's codes: digits that begin with one of the prefixes. */
export interface CodeShape {
  readonly prefixes: readonly [string, ...string[]];
  /** Digits in all, prefix included. */
  readonly lengths: readonly [number, ...number[]];
  /** No phone shows it by itself; only somebody who asks for its prefix gets one. */
  readonly onWish?: true;
}

/** What the digits of a code shall be; what is left out is chosen at random. */
export interface ShapeWish {
  /** Its first digits: a prefix of the wallet, and more when the code shall name an issuer or a routing number. */
  readonly prefix?: string | undefined;
  /** Its digits in all. */
  readonly length?: number | undefined;
}

/** Digits that stay random behind a wished prefix, so that no two codes are likely to be equal. */
const RANDOM_DIGITS_MIN = 8;

/** The shapes that fulfil a wish, narrowed to it; none when the wallet has no such codes. */
export function fittingShapes(shapes: readonly CodeShape[], wish: ShapeWish): readonly CodeShape[] {
  return shapes.flatMap((shape): readonly CodeShape[] => {
    const [prefix, ...prefixes] = wish.prefix === undefined ? shape.prefixes : narrowed(shape, wish.prefix);
    const longEnough = (length: number): boolean => length >= (prefix ?? '').length + RANDOM_DIGITS_MIN;
    const [length, ...lengths] = shape.lengths.filter(
      (each) => longEnough(each) && (wish.length ?? each) === each,
    );
    if (prefix === undefined || length === undefined) return [];
    if (shape.onWish === true && wish.prefix === undefined) return [];
    return [{ prefixes: [prefix, ...prefixes], lengths: [length, ...lengths] }];
  });
}

function narrowed({ prefixes }: CodeShape, wished: string): readonly string[] {
  const fits = /^\d+$/.test(wished) && prefixes.some((prefix) => wished.startsWith(prefix));
  return fits ? [wished] : [];
}

/** The shapes of a wallet in words: `16 to 24 digits, beginning with 25, 26`. */
export function shapesInWords(shapes: readonly CodeShape[]): string {
  const prefixes = new Set(shapes.flatMap((shape) => shape.prefixes));
  const lengths = shapes.flatMap((shape) => shape.lengths);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const digits = least === most ? String(least) : `${least} to ${most}`;
  return `${digits} digits, beginning with ${[...prefixes].toSorted().join(', ')}`;
}
