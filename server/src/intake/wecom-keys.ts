import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import type { PersonActor } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type Instant, type PersonId, Refusal } from '#base'
import type { HouseDb } from '#platform'
import { readPrivateKey } from './sources/wecom-envelope.ts'
import { addKey, removeKey, shownKeys } from './wecom-keys.store.ts'

/** What is shown of a key: never the key. */
export interface WecomKeyView {
  /** `publickey_ver` of the messages that it opens. */
  version: number
  /** SHA-256 of its public key (SubjectPublicKeyInfo, DER), in hex: `openssl pkey -pubin -outform DER | sha256sum`. */
  fingerprint: string
  at: Instant
  by: PersonId
}

/** Private keys of WeCom's archive, by version: every import from then on opens envelopes with them. */
export interface WecomKeys {
  /**
   * Adding the same key again is no error.
   * @throws Refusal `wecom_key_unreadable`, `wecom_key_version_taken`, `audit_unwritable`
   */
  add(version: number, privateKeyPem: string, actor: PersonActor): Promise<WecomKeyView>
  list(): Promise<WecomKeyView[]>
  /** What was opened stays archived. @throws Refusal `wecom_key_not_found`, `audit_unwritable` */
  remove(version: number, actor: PersonActor): Promise<void>
}

export function wecomKeysOf(db: HouseDb, clock: Clock, recorder: Recorder): WecomKeys {
  const list = () => shownKeys(db)
  return {
    async add(version, privateKeyPem, actor) {
      const key = readPrivateKey(privateKeyPem)
      if (!key) throw new Refusal('invalid', 'wecom_key_unreadable')
      const fingerprint = fingerprintOf(key)
      const there = (await list()).find((one) => one.version === version)
      if (there?.fingerprint === fingerprint) return there
      if (there) throw new Refusal('conflict', 'wecom_key_version_taken')
      const view = { version, fingerprint, at: clock.now(), by: actor.id }
      const detail = { version, fingerprint, to: 'add' }
      await recorder.perform({ action: 'intake.keys', actor, detail }, async (tx) => {
        const meanwhile = (await shownKeys(tx)).find((one) => one.version === version)
        if (meanwhile && meanwhile.fingerprint !== fingerprint) {
          throw new Refusal('conflict', 'wecom_key_version_taken')
        }
        if (!meanwhile) await addKey(tx, { ...view, pem: privateKeyPem })
      })
      return view
    },
    list,
    async remove(version, actor) {
      const there = (await list()).find((one) => one.version === version)
      if (!there) throw new Refusal('not_found', 'wecom_key_not_found')
      const detail = { version, fingerprint: there.fingerprint, to: 'remove' }
      await recorder.perform({ action: 'intake.keys', actor, detail }, (tx) => removeKey(tx, version))
    },
  }
}

function fingerprintOf(key: KeyObject): string {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(publicKey).digest('hex')
}
