import { settingsOf } from '@opencpm/page-host/kit';

/** Settings of the phone in this browser. */
export const settings = settingsOf('phone');
