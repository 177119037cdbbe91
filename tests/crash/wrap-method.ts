/** A call of a wrapped method. */
interface WrappedCall {
  readonly self: unknown;
  readonly parameters: readonly unknown[];
  /** The method as it was. */
  readonly method: (...parameters: unknown[]) => unknown;
  /** Calls the method with the parameters it was given. */
  readonly proceed: () => unknown;
}

/** Puts a function around a method of a class, for a process of a test that changes a library from outside. */
export function wrapMethod(owner: object, name: string, wrapper: (call: WrappedCall) => unknown): void {
  const found: unknown = Reflect.get(owner, name);
  if (typeof found !== 'function') throw new TypeError(`there is no method ${name} to wrap`);
  const method = found as WrappedCall['method'];
  Reflect.set(owner, name, function (this: unknown, ...parameters: unknown[]) {
    const proceed = (): unknown => Reflect.apply(method, this, parameters);
    return wrapper({ self: this, parameters, method, proceed });
  });
}
