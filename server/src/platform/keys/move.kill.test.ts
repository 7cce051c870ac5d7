import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#base'
import { Secret } from '../secrets.ts'
import { createKeyring, openKeyring, restoreMasterKey, tidyKeys } from './keyring.ts'
import type { ProviderName } from './providers/provider.ts'
import { makeToken, whyNoToken } from './providers/soft-token.test-support.ts'
import { keyFromKit, recoveryKit } from './recovery-kit.ts'
import type { Unlock } from './unlock.ts'

// A move is killed before and in the middle of each touch of the disk. Whatever is left opens by the old provider or by the
// new one, with every secret as it was; the next start clears away what lies about; the kit opens it all the same.

const noToken = whyNoToken()
if (noToken) console.warn(`moves to and from a token are not killed here: ${noToken}`)
const names: readonly ProviderName[] = noToken ? ['file', 'passphrase'] : ['file', 'passphrase', 'pkcs11']

let root = ''
let groups: string[] = []
let secret: Uint8Array | null = null
let unlock: Unlock = {}
let token: ReturnType<typeof makeToken> | null = null

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cunzhen-move-'))
  token = noToken ? null : makeToken(root)
  unlock = { passphrase: new Secret('twelve letters and more'), ...(token && { pkcs11: token }) }
  const made = createKeyring(join(root, 'file'), { clock: systemClock })
  groups = recoveryKit(made).groups
  secret = made.secret('register')
  for (const name of names.slice(1)) {
    cpSync(join(root, 'file'), join(root, name), { recursive: true })
    expect(move(join(root, name), name, 99, 'before')).toBeNull()
  }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** @returns the signal that ended the move, null where it came to its end */
function move(dir: string, to: ProviderName, at: number, when: 'before' | 'middle'): string | null {
  const script = join(import.meta.dirname, 'move.test-child.ts')
  const words = [dir, to, String(at), when, token?.module ?? '', token?.pinFile ?? '']
  const done = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' })
  if (done.signal === null) expect([done.status, done.stderr]).toEqual([0, ''])
  return done.signal
}

const ways = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const))

test.each(ways)('from %s to %s, killed at each step', (from, to) => {
  const openedBy = new Set<ProviderName>()
  for (const when of ['before', 'middle'] as const) {
    for (let at = 0; ; at++) {
      const dir = join(root, `${from}-${to}-${when}-${at}`)
      cpSync(join(root, from), dir, { recursive: true })
      const isKilled = move(dir, to, at, when) !== null
      const opened = openKeyring(dir, unlock)
      openedBy.add(opened.provider())
      expect([from, to]).toContain(opened.provider())
      expect(opened.secret('register')).toEqual(secret)
      tidyKeys(dir, opened)
      expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([])
      expect(existsSync(join(dir, 'master.key'))).toBe(opened.provider() === 'file')
      expect(restoreMasterKey(dir, keyFromKit(groups))).toBe(
        opened.provider() === 'file' ? 'already_there' : 'restored',
      )
      expect(openKeyring(dir).secret('register')).toEqual(secret)
      rmSync(dir, { recursive: true })
      if (!isKilled) break
      expect(at).toBeLessThan(9)
    }
  }
  expect([...openedBy].sort()).toEqual([from, to].sort()) // killed on both sides of the moment that counts
})
