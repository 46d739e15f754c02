import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server during development; `npm run dev` forwards the API and the WebSocket to it.
const server = process.env.OPENSPC_DEV_SERVER ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
  build: { outDir: 'dist', manifest: true, target: 'es2022', sourcemap: false },
  test: {
    globals: true,
    css: { include: [/styles\.css\?raw/] },
    restoreMocks: true,
    // A busy machine is no failure: the first test of a file also pays for loading it.
    testTimeout: 20_000,
    projects: [
      {
        // What computes needs no page, and leaves nothing behind for the next file.
        extends: true,
        test: { name: 'functions', include: ['src/**/*.test.ts'], environment: 'node', isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['src/**/*.test.tsx'],
          environment: 'jsdom',
          setupFiles: ['src/test/setup.ts'],
        },
      },
    ],
  },
});
