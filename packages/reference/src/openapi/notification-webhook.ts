import { PAYMENT_NOTIFICATION, REFUND_NOTIFICATION } from '@opencpm/protocol';
import type { Examples } from './call-example.ts';
import type { PathItem } from './document-types.ts';
import { anyShape } from './value-schemas.ts';

/** What the gateway sends to a merchant when money has moved. */
export function notificationWebhook({ notifications }: Examples): PathItem {
  return {
    post: {
      operationId: 'notification',
      tags: ['Notifications'],
      summary: 'Money has moved',
      description:
        'Sent to `notify_url` when a payment is paid or a refund has gone through, and repeated until it is acknowledged. Every try has the same id and the same bytes. Check a signature over the bytes as received, then answer `SUCCESS`. It is a convenience; the enquiry is the truth.',
      security: [],
      parameters: [
        {
          name: 'X-QF-SIGN',
          in: 'header',
          required: true,
          description: 'MD5 of the body exactly as received followed by the client key, in upper-case hex.',
          schema: { type: 'string', pattern: '^[0-9A-F]{32}$' },
        },
        {
          name: 'X-QF-NOTIFY-ID',
          in: 'header',
          required: true,
          description: 'The notification; the same on every try.',
          schema: { type: 'string', pattern: '^ntf_[0-9a-f]{32}$' },
        },
        {
          name: 'X-QF-SIGNATURE-V2',
          in: 'header',
          required: true,
          description:
            '`t=<seconds since 1970>,v1=<64 lower-case hex digits>`, one `v1` for each live key. `v1` is the HMAC-SHA256 of `<id>.<t>.<body>`; its key is HKDF-SHA256 of the client key, no salt, info `opencpm notification v2`, 32 bytes.',
          schema: { type: 'string', pattern: '^t=[0-9]{1,12}(?:,v1=[0-9a-f]{64})+$' },
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: anyShape([PAYMENT_NOTIFICATION, REFUND_NOTIFICATION]),
            examples: {
              payment: { summary: 'A payment was paid', value: notifications.payment },
              refund: { summary: 'A refund went through', value: notifications.refund },
            },
          },
        },
      },
      responses: {
        '200': {
          description:
            'Acknowledged: the body is the word `SUCCESS`, in any letter case. Anything else is tried again.',
          content: {
            'text/plain': { schema: { type: 'string', pattern: '^\\s*[Ss][Uu][Cc][Cc][Ee][Ss][Ss]\\s*$' } },
          },
        },
        '4XX': { description: 'Not acknowledged; it is tried again.' },
      },
    },
  };
}
