import { signal } from '@preact/signals';
import { say } from '../language/language.ts';
import { hasNetwork } from '../network.ts';
import { online } from '../phone-state.ts';
import { codeFailed, payCode, renewalInMs, renewCode } from './pay-code.ts';
import { roomPx } from './room.ts';
import { BarCode, QrCode } from './scannable.tsx';

/** Room for the QR code, in CSS pixels: its EMV texts are dense. */
const QR_ROOM = 264;
const RENEWAL_SECONDS = 60;

/** Which symbol fills the screen. */
export const enlarged = signal<'bar' | 'qr' | undefined>(undefined);

/** Digits in groups of four, as people read them out. */
function groupedDigits(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

function Countdown() {
  const code = payCode.value;
  if (code === undefined) return null;
  const seconds = Math.ceil(renewalInMs(code) / 1_000);
  return (
    <div class="countdown">
      <progress max={RENEWAL_SECONDS} value={seconds} aria-hidden="true" />
      <span role="timer" data-test="countdown">
        {say().renewsIn(seconds)}
      </span>
    </div>
  );
}

function waitingWords(): string {
  const words = say();
  return codeFailed.value ? words.noCode : words.loading;
}

/** The payment code, as bar code, QR and digits, always dark on white. */
export function CodePanel() {
  const words = say();
  const code = payCode.value;
  return (
    <section aria-labelledby="code-title">
      <h2 id="code-title">{words.payCode}</h2>
      <div class="white-panel">
        {code === undefined ? (
          <p class="placeholder">{hasNetwork.value ? waitingWords() : ''}</p>
        ) : (
          <div data-test="code" data-digits={code.auth_code} data-stale={!online.value}>
            <button type="button" class="bare" onClick={() => (enlarged.value = 'bar')}>
              <BarCode
                text={code.auth_code}
                label={`${words.barCode}. ${words.enlarge}`}
                room={roomPx.value}
              />
            </button>
            <p class="digits" data-test="digits">
              {groupedDigits(code.auth_code)}
            </p>
            <button type="button" class="bare" onClick={() => (enlarged.value = 'qr')}>
              <QrCode
                text={code.emv_text ?? code.auth_code}
                label={`${words.qrCode}. ${words.enlarge}`}
                room={QR_ROOM}
              />
            </button>
          </div>
        )}
      </div>
      <div class="row">
        <Countdown />
        <button type="button" disabled={!hasNetwork.value} onClick={() => void renewCode()}>
          {words.renewNow}
        </button>
      </div>
      <p class="hint">{words.showToCashier}</p>
    </section>
  );
}
