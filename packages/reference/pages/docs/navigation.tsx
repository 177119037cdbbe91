import type { Description } from './description.ts';

/** A place of the page. */
export interface Place {
  readonly id: string;
  readonly title: string;
  /** Method of a call; empty for other places. */
  readonly method?: string;
}

/** Every place in the order of the page. */
export function placesOf(description: Description): readonly Place[] {
  const { calls, document } = description;
  const byTag = document.tags.flatMap(({ name }) =>
    calls.filter(({ operation }) => operation.tags.includes(name)),
  );
  return [
    { id: 'introduction', title: 'Introduction' },
    ...byTag.map(({ id, method, path }) => ({ id, method, title: path.replace(/^.*\//, '') })),
    { id: 'notification', title: 'Notification' },
    { id: 'signature', title: 'Signature' },
    { id: 'response-codes', title: 'Response codes' },
  ];
}

function Links({ places }: { readonly places: readonly Place[] }) {
  return (
    <ul>
      {places.map(({ id, title, method }) => (
        <li key={id}>
          <a href={`#${id}`}>
            {method !== undefined && <span class={`method ${method.toLowerCase()}`}>{method}</span>}
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The contents: beside the page where there is room, above it folded up on a phone. */
export function Navigation({
  places,
  folded,
}: {
  readonly places: readonly Place[];
  readonly folded: boolean;
}) {
  return (
    <nav class="contents" aria-label="Contents">
      {folded ? (
        <details>
          <summary>Contents</summary>
          <Links places={places} />
        </details>
      ) : (
        <Links places={places} />
      )}
    </nav>
  );
}
