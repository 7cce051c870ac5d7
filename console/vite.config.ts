import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Three pages in one folder, each served to its own people by its own listener: the staff's console, the customer's page,
// and, for a demo house, the customer's phone. Everything they load is their own: no inline script, no other origin, so
// that `default-src 'self'` can stand.
export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: at('index.html'), portal: at('portal.html'), phone: at('phone.html') } },
  },
  // `npm run demo` beside `npx vite console`: pages from the sources, answers from a real house.
  server: {
    port: 8740,
    proxy: {
      '/api': 'http://127.0.0.1:8642',
      '/portal-api': 'http://127.0.0.1:8643',
      '/phone-api': 'http://127.0.0.1:8644',
    },
  },
})
