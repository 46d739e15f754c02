// Gate on what a first visit downloads: the entry and everything it imports statically, gzipped. The chart library must
// not be among it. Reads the manifest that `vite build` leaves.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
};

const gzippedKb = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;
const initial = [...closure('index.html')];
const total = initial.reduce((sum, key) => sum + gzippedKb(manifest[key].file), 0);

for (const [key, { file, isDynamicEntry }] of Object.entries(manifest)) {
  if (file.endsWith('.js') && (isDynamicEntry || initial.includes(key))) {
    console.log(
      `${initial.includes(key) ? 'initial' : 'lazy   '} ${gzippedKb(file).toFixed(1).padStart(7)} kB  ${file}`,
    );
  }
}
const chartInInitial = initial.some(
  (key) =>
    /echarts|zrender/.test(readFileSync(new URL(manifest[key].file, dist), 'utf8').slice(0, 2_000_000)) &&
    gzippedKb(manifest[key].file) > 120,
);
console.log(`initial JavaScript: ${total.toFixed(1)} kB gzipped, limit ${LIMIT_KB} kB`);
if (total > LIMIT_KB || chartInInitial) process.exit(1);
