import type { ResolverProfile } from '../resolver-profile.ts';
import { profileOf } from '../resolver-profile.ts';

/**
 * WeChat Pay revokes an unpaid order 45 s after it was made: asked every 5 s until then, and undone right behind the
 * last ask. Its guides say 5 to 10 s between asks and at most one ask a second.
 */
export const WECHATPAY_PROFILE: ResolverProfile = profileOf('wechatpay');
