/**
 * Longest payment code taken, in characters after cleaning. Readers of EMV consumer-presented codes must recover at
 * least 512 characters, so the 128 that the merchant documentation gives for `auth_code` would refuse good UnionPay
 * codes (a 19-digit token alone makes 132).
 */
export const MAX_AUTH_CODE_LENGTH = 512;
