/**
 * Who charges: an institution for one of its shops, or a merchant with a contract of its own. The two sets of fields
 * are never mixed in one message.
 */
export type WechatPayIdentity =
  | {
      readonly mode: 'institution';
      /** The institution's public id, number and, for one shop, the shop's number. */
      readonly spAppid: string;
      readonly spMchid: string;
      readonly subMchid: string;
      /** The shop's own public id; with it the answers carry the payer as that id sees them. */
      readonly subAppid?: string | undefined;
    }
  | { readonly mode: 'direct'; readonly appid: string; readonly mchid: string };

/** Fields that name a merchant in a message. */
export type IdentityFields = Readonly<Record<string, string>>;

/** The number that signs. */
export function signingNumber(identity: WechatPayIdentity): string {
  return identity.mode === 'institution' ? identity.spMchid : identity.mchid;
}

/** The merchant as a payment and a refund name it. */
export function fullFields(identity: WechatPayIdentity): IdentityFields {
  if (identity.mode === 'direct') return { appid: identity.appid, mchid: identity.mchid };
  const { spAppid, spMchid, subMchid, subAppid } = identity;
  return {
    sp_appid: spAppid,
    sp_mchid: spMchid,
    sub_mchid: subMchid,
    ...(subAppid === undefined ? {} : { sub_appid: subAppid }),
  };
}

/** The merchant as an enquiry and a reversal name it: numbers alone. */
export function numberFields(identity: WechatPayIdentity): IdentityFields {
  if (identity.mode === 'direct') return { mchid: identity.mchid };
  return { sp_mchid: identity.spMchid, sub_mchid: identity.subMchid };
}
