// Loads every module of the server once, so that Node keeps what it makes of them (NODE_COMPILE_CACHE). Nothing starts: a program is
// none where it is not the main module, and a thread's module refuses to run outside a thread, after it was loaded. Decision 0017.
import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'

const source = resolve(import.meta.dirname, '../server/src')
for (const path of globSync('**/*.ts', { cwd: source, exclude: ['**/*.test*.ts', '**/*.d.ts'] })) {
  await import(join(source, path)).catch(() => undefined) // the refusal
}
