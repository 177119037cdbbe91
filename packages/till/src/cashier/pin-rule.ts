/** Digits of a PIN. */
export const PIN_DIGITS = { digitsMin: 6, digitsMax: 12 } as const;

/**
 * What is wrong with a new PIN, as an instruction; `undefined` when it may be used. One digit all over, a run upwards or
 * downwards, and a group that repeats are what everybody tries first.
 */
export function pinProblem(pin: string): string | undefined {
  const { digitsMin, digitsMax } = PIN_DIGITS;
  if (!/^\d+$/.test(pin) || pin.length < digitsMin || pin.length > digitsMax) {
    return `give ${digitsMin} to ${digitsMax} digits`;
  }
  const steps = new Set(
    Array.from(pin.slice(1), (digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10),
  );
  const [step] = steps;
  const isRun = steps.size === 1 && (step === 0 || step === 1 || step === 9);
  return isRun || /^(\d{1,3})\1+$/.test(pin) ? 'choose digits that are harder to guess' : undefined;
}
