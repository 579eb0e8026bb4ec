import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the API is while developing: a running Vigie, or the stub of the browser tests. */
const api = process.env.VIGIE_URL ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The Maven build says where the files go; by hand they land in dist/.
    outDir: process.env.VIGIE_UI_OUT ?? 'dist',
    emptyOutDir: true,
    manifest: '.vite/manifest.json',
    // Nothing may become a data: URL or an inline script: the Content-Security-Policy forbids it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Libraries that most pages need are one file: many small ones pack worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /node_modules/, minShareCount: 4 }] } } },
  },
  server: {
    proxy: {
      '/auth': { target: api, changeOrigin: true },
      '/graphql': { target: api, changeOrigin: true, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    // One result on every machine, whatever zone it stands in.
    env: { TZ: 'Europe/Paris' },
  },
});
