import { bringPagesUpToDate } from './bring-up-to-date.ts';

/** Tests see the pages as the sources are now. */
export const setup = bringPagesUpToDate;
