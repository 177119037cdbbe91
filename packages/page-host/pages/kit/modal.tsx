import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ModalProps {
  /** Id of the heading that names it. */
  readonly labelledBy: string;
  readonly class?: string | undefined;
  /** Escape, or the browser's way back. */
  readonly onLeave: () => void;
  readonly children: ComponentChildren;
}

/** A dialogue over the page: it holds the focus until it is left. */
export function Modal({ labelledBy, onLeave, children, class: look }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={look}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onLeave();
      }}
    >
      {children}
    </dialog>
  );
}
