import { signal } from '@preact/signals';

/** Widest the page becomes, in CSS pixels; the same as in the style sheet. */
const PAGE_WIDTH_MAX = 440;

function measure(): { readonly width: number; readonly height: number } {
  const { clientWidth, clientHeight } = document.documentElement;
  return { width: Math.min(clientWidth, PAGE_WIDTH_MAX), height: clientHeight };
}

/** Room for a symbol across the page, in CSS pixels. */
export const roomPx = signal(measure().width);
/** Height of the window, in CSS pixels. */
export const windowHeightPx = signal(measure().height);

addEventListener('resize', () => {
  const { width, height } = measure();
  roomPx.value = width;
  windowHeightPx.value = height;
});
