// Puts what /docs and /redoc need beside the built page, so that the server serves it itself and nothing is fetched from elsewhere.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const target = new URL('../dist/_docs/', import.meta.url);
const pathOf = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);

mkdirSync(target, { recursive: true });
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
  copyFileSync(pathOf('swagger-ui-dist', file), new URL(file, target));
}

// ReDoc draws its maker's logo from a host of its own. An address that fails at once is how its own code leaves the picture out.
const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const redoc = readFileSync(pathOf('redoc', 'bundles/redoc.standalone.js'), 'utf8');
if (!redoc.includes(logo)) throw new Error('ReDoc has changed: see what it fetches now');
writeFileSync(new URL('redoc.standalone.js', target), redoc.replaceAll(logo, 'data:,'));
