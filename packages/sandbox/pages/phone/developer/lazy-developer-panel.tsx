import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { say } from '../language/language.ts';

const Panel = signal<ComponentType | undefined>(undefined);

async function load(): Promise<void> {
  const { DeveloperPanel } = await import('./developer-panel.tsx');
  Panel.value = DeveloperPanel;
}

/** The switches for developers; they come over the line when somebody opens them. */
export function LazyDeveloperPanel() {
  const Loaded = Panel.value;
  return (
    <details
      class="developer"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void load();
      }}
    >
      <summary>{say().forDevelopers}</summary>
      {Loaded === undefined ? null : <Loaded />}
    </details>
  );
}
