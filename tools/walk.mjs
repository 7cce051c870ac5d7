// `npm run walk [-- --out DIR] [--only PART,PART]`: starts a demo house and drives it in Chromium as each person of the
// cast, in both languages. One numbered PNG per step and axe-report.json lie in DIR (default ./walk) afterwards. `--only`:
// these parts and what they need (console/walk/parts.ts has the list).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt, ensureDebian, ensureInstalled, pinnedEnv, pinnedNode, root } from './ensure.mjs'

ensureInstalled()
ensureDebian()
ensureBuilt()

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } })
const out = resolve(values.out ?? join(root, 'walk'))
mkdirSync(out, { recursive: true })
const scratch = mkdtempSync(join(tmpdir(), 'cunzhen-walk-'))
const ready = join(scratch, 'ready.json')
// where the folder connectors of this house may watch
const intakeRoot = join(scratch, 'inbox')
mkdirSync(intakeRoot)

const demo = spawn(pinnedNode(), ['server/src/demo/main.ts', '--fresh', '--ready', ready], {
  cwd: root,
  stdio: 'inherit',
  env: { ...pinnedEnv(), CUNZHEN_INTAKE_ROOT: intakeRoot },
})
let status = 1
try {
  for (let tenths = 0; !existsSync(ready) && tenths < 1200 && demo.exitCode === null; tenths++)
    await new Promise((go) => setTimeout(go, 100))
  if (!existsSync(ready)) throw new Error('the demo house did not start')
  const { base, portal, phone, cast } = JSON.parse(readFileSync(ready, 'utf8'))
  const castFile = join(scratch, 'cast.json')
  writeFileSync(castFile, JSON.stringify(cast), { mode: 0o600 })
  const args = [
    'console/walk/walk.ts',
    '--base',
    base,
    '--portal',
    portal,
    '--phone',
    phone,
    '--cast',
    castFile,
    '--intake-root',
    intakeRoot,
    '--out',
    out,
    ...(values.only === undefined ? [] : ['--only', values.only]),
  ]
  status = spawnSync(pinnedNode(), args, { cwd: root, stdio: 'inherit', env: pinnedEnv() }).status ?? 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
} finally {
  demo.kill('SIGTERM')
  rmSync(scratch, { recursive: true, force: true })
}
process.exit(status)
