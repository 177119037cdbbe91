import { describe, expect, it } from 'vitest';
import { plantedSource, sourceOf } from './plant.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

describe('planted bugs', () => {
  it('are at least forty, each with a name of its own', () => {
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
    expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(PLANTED_BUGS)('fit the code as it is: $name', (bug) => {
    const source = sourceOf(bug);
    expect(plantedSource(bug, source)).not.toBe(source);
  });

  it('fail loudly once they no longer fit', () => {
    const [bug] = PLANTED_BUGS;
    if (bug === undefined) throw new Error('there are no planted bugs');
    expect(() => plantedSource(bug, 'another text')).toThrow(`planted bug "${bug.name}" is stale`);
    expect(() => plantedSource(bug, bug.find + bug.find)).toThrow('stands 2 times');
  });
});
