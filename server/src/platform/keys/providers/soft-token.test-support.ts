import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Pkcs11Settings } from './pkcs11.ts'

const LIBRARIES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so']
const MODULE = LIBRARIES.find((path) => existsSync(path))

/** Why tests with a token cannot run here, or null. */
export function whyNoToken(): string | null {
  if (!MODULE) return 'needs Debian’s softhsm2 (libsofthsm2.so)'
  try {
    createRequire(import.meta.url)('pkcs11js')
    return null
  } catch {
    return 'needs the optional package pkcs11js, which is not built here'
  }
}

/** A token in a folder of `dir`: a PIN file, and the environment by which SoftHSM finds it, for this process's children. */
export function makeToken(dir: string, label = 'cunzhen-test'): Pkcs11Settings & { readonly conf: string } {
  const tokens = join(dir, 'tokens')
  const conf = join(dir, 'softhsm2.conf')
  const pinFile = join(dir, 'pin')
  mkdirSync(tokens, { recursive: true })
  writeFileSync(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`)
  writeFileSync(pinFile, '135790\n', { mode: 0o600 })
  const words = ['--init-token', '--free', '--label', label, '--so-pin', '24680246', '--pin', '135790']
  const made = spawnSync('softhsm2-util', words, { env: { ...process.env, SOFTHSM2_CONF: conf }, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`softhsm2-util: ${made.stderr}`)
  // a forked test process: the library reads this process's own environment
  process.env.SOFTHSM2_CONF = conf
  return { module: MODULE ?? '', pinFile, token: label, slot: null, conf }
}
