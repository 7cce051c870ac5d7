import { existsSync, readFileSync } from 'node:fs'
import { Refusal } from '#base'
import { readPrivateKey, type WecomKey } from '#intake'

/**
 * `VERSION=FILE`: a private key of WeCom's archive for one import; it is never stored.
 * @throws Refusal `options_unreadable`, `wecom_key_unreadable`
 */
export function readWecomKey(given: string): WecomKey {
  const [, version, file = ''] = /^(\d{1,7})=(.+)$/.exec(given) ?? []
  if (version === undefined || !existsSync(file)) {
    throw new Refusal('invalid', 'options_unreadable', { at: 'wecom-key' })
  }
  const privateKeyPem = readFileSync(file, 'utf8')
  if (!readPrivateKey(privateKeyPem)) throw new Refusal('invalid', 'wecom_key_unreadable')
  return { version: Number(version), privateKeyPem }
}
