import { spawnSync } from 'node:child_process';
import { OPENCPM, type StartOptions } from './opencpm.ts';

/** User and group "nobody" of most systems. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * How to start the program so that permissions bind it. They do not bind root: then it runs as nobody, or, where nobody
 * cannot read the checkout, as a root without the right to pass over permissions.
 */
export function boundByPermissions(): Pick<StartOptions, 'user' | 'before'> {
  if (process.getuid?.() !== 0) return {};
  const asNobody = spawnSync(process.execPath, [OPENCPM, 'version'], { ...NOBODY, cwd: '/' });
  if (asNobody.status === 0) return { user: NOBODY };
  const withoutRights = 'setpriv --bounding-set=-dac_override,-dac_read_search,-fowner';
  return { before: `[ "$BOUND" ] || BOUND=1 exec ${withoutRights} -- sh -c 'exec "$@"' sh "$@"` };
}
