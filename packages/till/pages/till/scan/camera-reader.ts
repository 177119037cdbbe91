import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';

const OPTIONS: ReaderOptions = { formats: ['Code128', 'QRCode'], tryHarder: true, maxNumberOfSymbols: 2 };
/** A code is believed when two pictures show the same one. */
const READS_NEEDED = 2;
const BETWEEN_MS = 120;

/** A camera that looks for codes. */
export interface CameraScan {
  /** Turns the torch on or off; `undefined` when the camera has none. */
  readonly setTorch: ((on: boolean) => Promise<void>) | undefined;
  /** Lets the camera go. */
  readonly stop: () => void;
}

/** What a torch adds to the standard types. */
interface TorchCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

/**
 * Opens the camera, after the browser has asked the cashier, and calls back once with the first code seen twice.
 *
 * @throws DOMException when the camera may not be used, or there is none.
 */
export async function scanWithCamera(
  video: HTMLVideoElement,
  onCode: (text: string) => void,
): Promise<CameraScan> {
  // The reader comes from our own host, never from where the library keeps it.
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } });
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const [track] = stream.getVideoTracks();
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  void look(video, () => stopped, onCode).finally(stop);
  const { torch = false } = (track?.getCapabilities?.() ?? {}) as TorchCapabilities;
  const setTorch = async (on: boolean): Promise<void> => {
    // Not among the standard constraints; browsers that know no torch offer none.
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  };
  return { setTorch: torch ? setTorch : undefined, stop };
}

async function look(
  video: HTMLVideoElement,
  isStopped: () => boolean,
  onCode: (text: string) => void,
): Promise<void> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const seen = new Map<string, number>();
  while (!isStopped() && context !== null) {
    if (video.videoWidth > 0) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      for (const { isValid, text } of await readBarcodes(picture, OPTIONS)) {
        if (!isValid || text === '') continue;
        const times = (seen.get(text) ?? 0) + 1;
        seen.set(text, times);
        if (times < READS_NEEDED || isStopped()) continue;
        onCode(text);
        return;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
}
