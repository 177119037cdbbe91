import { signal } from '@preact/signals';

/** Whether the phone reaches its wallet. A developer can take the network away; the page itself keeps its own. */
export const hasNetwork = signal(true);
