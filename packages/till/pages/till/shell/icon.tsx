/** Outlines on a field of 24 by 24, drawn with a line of 2. */
const SHAPES = {
  check: 'M4 12.5l5.5 5.5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  hand: 'M8 13V5.5a1.5 1.5 0 013 0V11m0-6.5a1.5 1.5 0 013 0V11m0-4.5a1.5 1.5 0 013 0V14c0 4-2.5 7-6 7-3 0-4.5-1.5-6-4l-2.2-3.7a1.5 1.5 0 012.5-1.6L8 14',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2',
  phone:
    'M8 2.5h8a1.5 1.5 0 011.5 1.5v16a1.5 1.5 0 01-1.5 1.5H8A1.5 1.5 0 016.5 20V4A1.5 1.5 0 018 2.5zM11 18.5h2',
  scan: 'M4 8V5a1 1 0 011-1h3M16 4h3a1 1 0 011 1v3M20 16v3a1 1 0 01-1 1h-3M8 20H5a1 1 0 01-1-1v-3M8 8v8M11 8v8M13.5 8v8M16 8v8',
  camera:
    'M4 8h3l1.5-2.5h7L17 8h3a1 1 0 011 1v9a1 1 0 01-1 1H4a1 1 0 01-1-1V9a1 1 0 011-1zM12 10.5a3 3 0 100 6 3 3 0 000-6z',
  keyboard: 'M3 7h18v10H3zM7 10.5h.01M10.5 10.5h.01M14 10.5h.01M17.5 10.5h.01M8 14h8',
  erase: 'M9 5h11v14H9l-6-7zM12.5 9.5l4.5 5M17 9.5l-4.5 5',
  register: 'M4 13h16v7H4zM6 13l1.5-8h9L18 13M9 8h6M11 16.5h2',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  question: 'M12 3a9 9 0 100 18 9 9 0 000-18zM9.5 9.5a2.5 2.5 0 113.5 2.3c-.7.3-1 .8-1 1.7M12 16.5h.01',
  shift: 'M5 4h14v16H5zM9 8h6M9 12h6M9 16h3',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  offline: 'M3 3l18 18M8.5 15.5a5 5 0 017 0M5 12a10 10 0 014-2.5M19 12a10 10 0 00-3.5-2.3M12 19h.01',
  printer: 'M7 8V4h10v4M6 17H4V9a1 1 0 011-1h14a1 1 0 011 1v8h-2M7 14h10v6H7z',
  refund: 'M9 6L4 11l5 5M4 11h10a6 6 0 016 6v1',
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof SHAPES;

/** A drawing beside a word; it says nothing by itself. */
export function Icon({ name, class: look = 'icon' }: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg class={look} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
