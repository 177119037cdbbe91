import { encode } from 'uqr';
import { drawCode128 } from './code-128.ts';

/** Space around a QR code, in modules (ISO/IEC 18004). */
const QR_QUIET_MODULES = 4;
/** Height of the bars, in CSS pixels. */
const BAR_HEIGHT = 88;

/** Width of one module so that all of them fill whole pixels of the screen, in CSS pixels. */
function moduleWidth(modules: number, room: number): number {
  const ratio = window.devicePixelRatio || 1;
  return Math.max(1, Math.floor((room * ratio) / modules)) / ratio;
}

interface ScannableProps {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  /** Room there is for the whole symbol with its quiet zones, in CSS pixels. */
  readonly room: number;
}

/** A text as Code 128. */
export function BarCode({ text, label, room, upright }: ScannableProps & { readonly upright?: boolean }) {
  const { bars, modules } = drawCode128(text);
  const long = modules * moduleWidth(modules, room);
  const path = bars
    .map(({ at, width }) => (upright ? `M0 ${at}h1v${width}h-1z` : `M${at} 0h${width}v1h-${width}z`))
    .join('');
  const [width, height] = upright ? [BAR_HEIGHT * 1.5, long] : [long, BAR_HEIGHT];
  return (
    <svg
      role="img"
      aria-label={label}
      class="symbol"
      width={width}
      height={height}
      viewBox={upright ? `0 0 1 ${modules}` : `0 0 ${modules} 1`}
      preserveAspectRatio="none"
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

/** A text as QR code. */
export function QrCode({ text, label, room }: ScannableProps) {
  const { data, size } = encode(text, { ecc: 'M', border: QR_QUIET_MODULES });
  const side = size * moduleWidth(size, room);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      class="symbol"
      width={side}
      height={side}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
