/**
 * Loaded into the process of a till before its program, as a preload: the client keeps its usual order of things and waits
 * less between them.
 */
import { USUAL_TIMING } from '@opencpm/client';
import { FAST } from './fast-timing.ts';

Object.assign(USUAL_TIMING, FAST);
