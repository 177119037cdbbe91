import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, expect } from 'vitest';
import { AnswerWatch } from './answer-watch.ts';
import { COUNT_FILE_VARIABLE } from './count-answers.ts';

/** Watches the gateways of one test file; runs before every file. */
export const answerWatch = new AnswerWatch();

answerWatch.begin();

afterEach(() => {
  expect(answerWatch.takeProblems(), 'answers that deviate from packages/reference/openapi.json').toEqual([]);
});

afterAll(() => {
  const late = answerWatch.takeProblems();
  const file = process.env[COUNT_FILE_VARIABLE];
  if (file !== undefined && answerWatch.checked > 0) {
    appendFileSync(file, `${answerWatch.checked}\t${expect.getState().testPath ?? ''}\n`);
  }
  expect(late, 'answers that deviate from packages/reference/openapi.json').toEqual([]);
});
