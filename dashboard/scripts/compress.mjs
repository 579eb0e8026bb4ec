// Writes a .br and a .gz beside every built text file that gets smaller by it: the server sends them as they are.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const out = process.env.VIGIE_UI_OUT ?? 'dist';
const TEXT = /\.(js|css|html|svg|json)$/;

const files = await readdir(out, { recursive: true, withFileTypes: true });
for (const file of files) {
  if (!file.isFile() || !TEXT.test(file.name) || file.parentPath.includes('.vite')) {
    continue;
  }
  const path = join(file.parentPath, file.name);
  const content = await readFile(path);
  const packed = {
    gz: gzipSync(content, { level: 9 }),
    br: brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  };
  for (const [ending, bytes] of Object.entries(packed)) {
    if (bytes.length < content.length) {
      await writeFile(`${path}.${ending}`, bytes);
    }
  }
}
