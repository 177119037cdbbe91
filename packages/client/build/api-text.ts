import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const COMMENT = /[ \t]*\/\*\*[\s\S]*?\*\/\n?/g;
const PRIVATE = /^\s+(?:private constructor.*|#private);\n/gm;

/**
 * The public interface of a built package as one text: the declarations of the client, without comments. A change of
 * it is a change that users notice.
 */
export function apiText(folder: string): string {
  const files = globSync('types/client/src/**/*.d.ts', { cwd: folder }).sort();
  return files
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
        .replace(COMMENT, '')
        .replace(PRIVATE, '')
        .replace(/^\s*\n/gm, '');
      return `// ${file.replace('types/client/src/', '')}\n${text}`;
    })
    .join('\n');
}
