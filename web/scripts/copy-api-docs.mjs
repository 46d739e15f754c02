// Puts what /docs and /redoc need beside the built page, so that the server serves it itself and nothing is fetched from elsewhere.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const target = new URL('../dist/_docs/', import.meta.url);
const files = [
  ['swagger-ui-dist', 'swagger-ui-bundle.js'],
  ['swagger-ui-dist', 'swagger-ui.css'],
  ['redoc', 'bundles/redoc.standalone.js'],
];

mkdirSync(target, { recursive: true });
for (const [name, path] of files) {
  const folder = dirname(require.resolve(`${name}/package.json`));
  copyFileSync(join(folder, path), new URL(path.split('/').pop(), target));
}
