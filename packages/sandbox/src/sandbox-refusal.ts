/** Why the sandbox does not do what it was asked: the request is wrong, names nothing known, or comes too late. */
export type RefusalKind = 'invalid' | 'not_found' | 'conflict';

/**
 * A request to the sandbox (not a payment) that cannot be done. The message names the field and how to mend it.
 *
 * Inside a group of writes it must be thrown before the first write of its task: the group commits without that task.
 */
export class SandboxRefusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.name = 'SandboxRefusal';
    this.kind = kind;
  }
}
