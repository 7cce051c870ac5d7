// `node console/walk/walk.ts --base URL --portal URL --phone URL --cast FILE --out DIR`
// Drives the main job in Chromium as each person of the cast in Chinese, then the key pages in English and in the dark.
// Exit 0: every step was reached and axe found nothing serious or critical.
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { askAndAgree } from './ask.ts'
import { decideAll } from './decide.ts'
import { handOver } from './hand-over.ts'
import { keepHouse } from './keep.ts'
import { lookAround } from './look-around.ts'
import { type Member, Stage } from './stage.ts'
import { watch } from './watch.ts'

export interface Walk {
  stage: Stage
  portal: string
  phone: string
  out: string
  member(role: string): Member
  /** Shared between steps: ids that one person makes and another needs. */
  made: {
    request: string
    export: string
    consentLink: string
    packagePath: string
    verifierPath: string
    password: string
    houseKey: string
  }
}

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    portal: { type: 'string' },
    phone: { type: 'string' },
    cast: { type: 'string' },
    out: { type: 'string', default: 'walk' },
  },
})

function needed(name: 'base' | 'portal' | 'phone' | 'cast'): string {
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
  out,
  member(role) {
    const found = cast.find((one) => one.role === role)
    if (!found) throw new Error(`nobody in the cast is ${role}`)
    return found
  },
  made: { request: '', export: '', consentLink: '', packagePath: '', verifierPath: '', password: '', houseKey: '' },
}

await stage.open()
let whole = true
for (const part of [keepHouse, askAndAgree, decideAll, handOver, watch, lookAround]) {
  try {
    await part(walk)
  } catch (error) {
    whole = false
    stage.note(`${part.name} stopped: ${error instanceof Error ? error.message : String(error)}`)
  }
}
const clean = await stage.close()
process.exitCode = whole && clean ? 0 : 1
