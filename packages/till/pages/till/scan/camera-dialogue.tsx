import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../language/language.ts';
import { charge } from '../register/charge.ts';
import { Modal } from '@opencpm/page-host/kit';
import { useScans } from '../shell/scan-target.ts';
import { type CameraScan, scanWithCamera } from './camera-reader.ts';

/** What keeps the camera from scanning. */
type Trouble = 'denied' | 'missing';

function troubleOf(error: unknown): Trouble {
  return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing';
}

/** The picture of the camera; the first code in it is charged. The camera is let go when it is left. */
export function CameraDialogue({ onLeave }: { readonly onLeave: () => void }) {
  const phrases = say();
  const video = useRef<HTMLVideoElement>(null);
  const [scan, setScan] = useState<CameraScan>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [torch, setTorch] = useState(false);
  const take = (text: string): void => {
    onLeave();
    charge(text);
  };
  useScans(take);
  useEffect(() => {
    let left = false;
    let running: CameraScan | undefined;
    const open = async (picture: HTMLVideoElement): Promise<void> => {
      try {
        running = await scanWithCamera(picture, take);
        if (left) running.stop();
        else setScan(running);
      } catch (error) {
        if (!left) setTrouble(troubleOf(error));
      }
    };
    if (video.current !== null) void open(video.current);
    return () => {
      left = true;
      running?.stop();
    };
  }, []);
  const light = scan?.setTorch;
  return (
    <Modal labelledBy="camera-title" class="camera" onLeave={onLeave}>
      <h2 id="camera-title">{phrases.cameraTitle}</h2>
      <video ref={video} muted playsInline aria-label={phrases.cameraTitle} hidden={trouble !== undefined} />
      <p role="status">
        {trouble === undefined
          ? phrases.cameraHint
          : trouble === 'denied'
            ? phrases.cameraDenied
            : phrases.cameraMissing}
      </p>
      <div class="actions">
        {light === undefined ? null : (
          <button
            type="button"
            aria-pressed={torch}
            onClick={() => {
              void light(!torch).then(() => setTorch(!torch));
            }}
          >
            {phrases.torch}
          </button>
        )}
        <button type="button" class="main" onClick={onLeave}>
          {phrases.cancel}
        </button>
      </div>
    </Modal>
  );
}
