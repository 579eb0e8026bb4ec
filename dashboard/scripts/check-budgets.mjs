// Fails the build where a part of the application has outgrown its budget (gzip, as the server sends it).
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const out = process.env.VIGIE_UI_OUT ?? 'dist';
const KB = 1000;
const BUDGETS = { shell: 170 * KB, overview: 240 * KB, route: 60 * KB, css: 15 * KB };

const manifestFile = join(out, '.vite/manifest.json');
const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));

const gzipped = async (file) => {
  const packed = await stat(join(out, `${file}.gz`)).catch(() => stat(join(out, file)));
  return packed.size;
};
const total = async (files) => {
  const sizes = await Promise.all([...files].map(gzipped));
  return sizes.reduce((sum, size) => sum + size, 0);
};
/** Everything that is loaded with a chunk, through its static imports. */
const closure = (key, into = { js: new Set(), css: new Set() }) => {
  const chunk = manifest[key];
  if (!into.js.has(chunk.file)) {
    into.js.add(chunk.file);
    (chunk.css ?? []).forEach((file) => into.css.add(file));
    (chunk.imports ?? []).forEach((imported) => closure(imported, into));
  }
  return into;
};

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
const rows = [['shell', await total(shell.js), BUDGETS.shell]];
for (const key of Object.keys(manifest).filter((name) => /^src\/pages\/.*Page\.tsx$/.test(name))) {
  const page = closure(key);
  const own = new Set([...page.js].filter((file) => !shell.js.has(file)));
  const name = key.replace(/^.*\/(.*)Page\.tsx$/, '$1');
  rows.push([`route ${name}`, await total(own), BUDGETS.route]);
  rows.push([`css of ${name}`, await total(new Set([...shell.css, ...page.css])), BUDGETS.css]);
  if (name === 'Overview') {
    rows.push(['shell and overview', await total(new Set([...shell.js, ...page.js])), BUDGETS.overview]);
  }
}

let failed = false;
for (const [name, size, budget] of rows) {
  const over = size > budget;
  failed ||= over;
  console.log(`${over ? 'OVER  ' : 'within'} ${name}: ${(size / KB).toFixed(1)} of ${budget / KB} KB gz`);
}
// Only this check reads it; what is served holds no more than what is asked for.
await rm(join(out, '.vite'), { recursive: true });
process.exitCode = failed ? 1 : 0;
