import { settingsOf } from '@opencpm/page-host/kit';

/** Settings of the till in this browser. */
export const settings = settingsOf('till');
