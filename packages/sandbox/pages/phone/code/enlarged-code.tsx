import { say } from '../language/language.ts';
import { Modal } from '@opencpm/page-host/kit';
import { enlarged } from './code-panel.tsx';
import { payCode } from './pay-code.ts';
import { roomPx, windowHeightPx } from './room.ts';
import { BarCode, QrCode } from './scannable.tsx';

/** What the heading and the button of the enlarged code take, in CSS pixels. */
const AROUND = 160;
const MARGIN = 32;

/** One symbol as large as the screen allows; the bar code stands upright, where the screen is longest. */
export function EnlargedCode() {
  const words = say();
  const code = payCode.value;
  const which = enlarged.value;
  if (code === undefined || which === undefined) return null;
  const room = Math.max(200, windowHeightPx.value - AROUND);
  const leave = (): void => {
    enlarged.value = undefined;
  };
  return (
    <Modal labelledBy="enlarged-title" class="enlarged" onLeave={leave}>
      <h2 id="enlarged-title">{which === 'bar' ? words.barCode : words.qrCode}</h2>
      {which === 'bar' ? (
        <BarCode upright text={code.auth_code} label={words.barCode} room={room} />
      ) : (
        <QrCode
          text={code.emv_text ?? code.auth_code}
          label={words.qrCode}
          room={Math.min(room, roomPx.value - MARGIN)}
        />
      )}
      <button type="button" onClick={leave}>
        {words.close}
      </button>
    </Modal>
  );
}
