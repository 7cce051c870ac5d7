import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ExportId, systemClock } from '#base'
import type { HouseDb } from '#platform'
import { migrate, openHouseDb } from '#platform/house'
import { createKeyring, type Keyring } from '#platform/keys'
import { newPassword, unwrapPassword, wrapPassword, wrapPasswordsAnew } from './password.ts'
import { evidenceMigrations, listPasswords } from './store.ts'

let house = ''
let db: HouseDb
let keyring: Keyring
beforeEach(async () => {
  house = mkdtempSync(join(tmpdir(), 'cunzhen-password-'))
  keyring = createKeyring(join(house, 'keys'), { clock: systemClock })
  db = openHouseDb(join(house, 'house.db'), keyring.secret('house.db'))
  await migrate(db, [{ room: 'evidence', migrations: evidenceMigrations }], systemClock)
})
afterEach(async () => {
  await db.close()
  rmSync(house, { recursive: true })
})

function keep(id: ExportId, password: Uint8Array | null) {
  return db.write((tx) =>
    sql`insert into evidence_export (id, number, grant_id, grant_number, request_id, case_no, requester_id, executor_id,
      formats, names, asked_at, state, attempt, done_rows, password)
      values (${id}, ${id}, '', '', '', '', '', '', '', '', 0, 'ready', 1, 0, ${password})`.execute(tx.tables()),
  )
}

test('passwords of packages follow a rotation of the register key, and open before, during and after it', async () => {
  const ids = ['exp_a', 'exp_b', 'exp_c'] as ExportId[]
  const words = new Map(ids.map((id) => [id, newPassword()]))
  for (const [id, password] of words) await keep(id, wrapPassword(keyring, id, password))
  await keep('exp_none' as ExportId, null)
  const opensAll = async () => {
    for (const { id, password } of await listPasswords(db)) {
      expect(unwrapPassword(keyring, id, password)).toBe(words.get(id))
    }
  }
  const [old, next] = [keyring.secret('register'), new Uint8Array(randomBytes(32))]
  keyring.expectRegisterKey(next)
  await opensAll()
  const late = 'exp_d' as ExportId
  words.set(late, newPassword())
  await keep(late, wrapPassword(keyring, late, words.get(late) ?? ''))
  for (let time = 0; time < 2; time++) {
    await db.write((tx) => wrapPasswordsAnew(tx, old, next)) // a second time, after a crash, it changes nothing
    await opensAll()
  }
  const forgetful: Keyring = { ...keyring, registerKeys: () => [next.slice()] } // as after the next start
  for (const { id, password } of await listPasswords(db)) {
    expect(unwrapPassword(forgetful, id, password)).toBe(words.get(id))
  }
  const stranger: Keyring = { ...keyring, registerKeys: () => [old.slice()] }
  const [first] = await listPasswords(db)
  expect(() => first && unwrapPassword(stranger, first.id, first.password)).toThrow(
    expect.objectContaining({ code: 'export_password_damaged' }),
  )
})
