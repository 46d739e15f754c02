// Writes openapi.json as the built server describes itself, and the types of the API from it. Usage: npm run gen:api
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const server = process.env.OPENSPC_BINARY ?? '../build/release/bin/openspc';
const document = JSON.parse(execFileSync(server, ['openapi'], { maxBuffer: 1 << 26 }).toString());
writeFileSync('openapi.json', `${JSON.stringify(document, null, 1)}\n`);
execFileSync(
  'npx',
  [
    'openapi-typescript',
    'openapi.json',
    '-o',
    'src/shared/api/schema.gen.ts',
    '--alphabetize',
    '--default-non-nullable=false',
  ],
  { stdio: 'inherit' },
);
