// `node console/walk/walk.ts --base URL --portal URL --phone URL --cast FILE --intake-root DIR --out DIR [--only PART,PART]`
// Drives the main job in Chromium as each person of the cast in Chinese, then what keeps and finds, then the key pages in
// English and in the dark. `--only`: these parts and what they need; with `--filled` these alone, in a house that the parts
// before have been through. Exit 0: every step was reached, said what it must, and axe found nothing serious or critical.
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Walk } from './given.ts'
import { NOTHING_MADE } from './made.ts'
import { PARTS, partsFor } from './parts.ts'
import { type Member, Stage } from './stage.ts'

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    portal: { type: 'string' },
    phone: { type: 'string' },
    cast: { type: 'string' },
    'intake-root': { type: 'string' },
    out: { type: 'string', default: 'walk' },
    only: { type: 'string' },
    filled: { type: 'boolean', default: false },
  },
})

function needed(name: 'base' | 'portal' | 'phone' | 'cast' | 'intake-root'): string {
  const value = values[name]
  if (value === undefined) throw new Error(`--${name} is needed`)
  return value.replace(/\/$/, '')
}

const out = resolve(values.out)
mkdirSync(out, { recursive: true })
// Written by the demo house for this walk: [{ role, username, password, totpSecret }].
const cast = JSON.parse(readFileSync(needed('cast'), 'utf8')) as Member[]
const stage = new Stage(needed('base'), out)
const walk: Walk = {
  stage,
  portal: needed('portal'),
  phone: needed('phone'),
  intakeRoot: needed('intake-root'),
  out,
  member(role) {
    const found = cast.find((one) => one.role === role)
    if (!found) throw new Error(`nobody in the cast is ${role}`)
    return found
  },
  made: { ...NOTHING_MADE },
}

const parts = values.only === undefined ? PARTS : partsFor(values.only.split(','), values.filled)
await stage.open()
for (const part of parts) await stage.act(part.name, () => part.run(walk))
process.exitCode = (await stage.close()) ? 0 : 1
