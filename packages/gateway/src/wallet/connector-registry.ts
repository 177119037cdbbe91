import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConnectorDescription } from './connector-description.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The file that makes a folder a connector; it exports `description`. */
const ENTRY = 'description.ts';

/** Names of all kinds of connectors: the folders beside this file that describe one, in alphabetical order. */
export function connectorKinds(folder = FOLDER): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFile(join(folder, entry.name, ENTRY)))
    .map(({ name }) => name)
    .sort();
}

/**
 * The description of a kind of connector. Nothing is loaded before it is asked for.
 *
 * @returns `undefined` when there is no such kind.
 * @throws Error when its folder does not describe a connector of that name.
 */
export async function findConnectorKind(
  name: string,
  folder = FOLDER,
): Promise<ConnectorDescription | undefined> {
  if (!connectorKinds(folder).includes(name)) return undefined;
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(join(folder, name, ENTRY)).href)) as {
    readonly description?: ConnectorDescription;
  };
  const { description } = loaded;
  if (description?.name !== name) {
    throw new Error(
      `wallet/${name}/${ENTRY} must export "description", made by describeConnector, with the name ${name}`,
    );
  }
  return description;
}

/** Every kind of connector there is. */
export async function allConnectorKinds(folder = FOLDER): Promise<readonly ConnectorDescription[]> {
  const found = await Promise.all(connectorKinds(folder).map((name) => findConnectorKind(name, folder)));
  return found.filter((description) => description !== undefined);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
