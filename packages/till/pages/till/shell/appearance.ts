import { appearanceOf } from '@opencpm/page-host/kit';
import { settings } from './settings.ts';

/** The choices in their order; `auto` follows the system, `contrast` is black on white with thick lines. */
const APPEARANCES = ['auto', 'light', 'dark', 'contrast'] as const;

/** How the page looks now. */
export const appearance = appearanceOf(settings, APPEARANCES);
