import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

/** A part of the page whose words come over the line only after everything else is there. */
export function lazily(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | undefined>(undefined);
  return function Lazy() {
    useEffect(() => {
      void load().then((part) => {
        loaded.value = part;
      });
    }, []);
    const Part = loaded.value;
    return Part === undefined ? <p>Loading…</p> : <Part />;
  };
}
