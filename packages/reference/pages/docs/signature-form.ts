import type { SignType } from '@opencpm/protocol';
import { signal } from '@preact/signals';

const EXAMPLE_BODY = 'txamt=1050&txcurrcd=HKD&pay_type=800108&out_trade_no=A-1001&goods_name=Flat%20white';

/** What is filled in about a request. */
export interface SignatureForm {
  readonly signType: SignType;
  /** Body or query string, encoded as it is sent. */
  readonly body: string;
  readonly appCode: string;
  readonly clientKey: string;
  readonly method: string;
  readonly path: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** The signature that did not verify; empty when there is none to explain. */
  readonly signature: string;
}

/** The form of the page; forgotten with it. */
export const filled = signal<SignatureForm>({
  signType: 'SHA256',
  body: EXAMPLE_BODY,
  appCode: '',
  clientKey: '',
  method: 'POST',
  path: '/trade/v1/payment',
  timestamp: '1772704801',
  nonce: 'n2-0123456789abcdef',
  signature: '',
});
