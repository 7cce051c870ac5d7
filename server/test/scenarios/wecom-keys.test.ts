import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesHolding } from '#test/raw-search'
import { openWorld, type World } from '#test/world'
import { fingerprintOf, makeKey, seal } from '../../src/intake/sources/wecom-envelope.test-support.ts'

// Keys of WeCom's archive: given to the house once, or to one import (on the command line); never seen again.

const pem = makeKey('pkcs8')
/** A piece of the key that stands in one line of it. */
const secret = pem.split('\n')[3] ?? ''
let world: World

beforeAll(async () => {
  world = await openWorld()
}, 120_000)
afterAll(() => world.close())

const admin = () => world.person('administrator').client
const message = (msgid: string) => ({
  msgid,
  action: 'send',
  from: 'chen',
  tolist: ['wmLin'],
  msgtime: 1788000000000,
  msgtype: 'text',
  text: { content: '您好' },
})
const envelopes = (version: number, ...ids: string[]) =>
  JSON.stringify({ errcode: 0, chatdata: ids.map((id, at) => seal(message(id), { version, pem, seq: at + 1 })) })

async function takeIn(text: string, origin: string) {
  const form = new FormData()
  form.append('options', JSON.stringify({ origin }))
  form.append('file', new Blob([text]), 'chatdata.json')
  const started = await admin().post<{ id: never }>('/api/intake/imports', form)
  return world.house.intake.ended(started.id)
}

test('without its key an envelope stays sealed; with it the next import opens what comes, and the quarantine too', async () => {
  const sealed = await takeIn(envelopes(7, 'm1', 'm2'), 'one')
  expect(sealed).toMatchObject({ format: 'wecom', counts: { items: 2, archived: 0, quarantined: 2 } })
  expect(sealed.reasons).toMatchObject([{ reason: 'encrypted_message', items: 2 }])

  const added = await admin().post('/api/intake/wecom-keys', { version: 7, privateKeyPem: pem })
  expect(added).toMatchObject({ version: 7, fingerprint: fingerprintOf(pem) })
  expect(await takeIn(envelopes(7, 'm3'), 'one')).toMatchObject({ counts: { items: 1, archived: 1, quarantined: 0 } })

  const again = await admin().post<{ id: never }>('/api/intake/quarantine/rerun', { importId: sealed.id })
  expect(await world.house.intake.ended(again.id)).toMatchObject({ counts: { archived: 2, quarantined: 0 } })
})

test('given twice at once it is there once; another key of that version is refused', async () => {
  const [one, other] = [makeKey('pkcs8'), makeKey('pkcs8')]
  const give = (privateKeyPem: string) => admin().raw('POST', '/api/intake/wecom-keys', { version: 9, privateKeyPem })
  expect((await Promise.all([give(one), give(one)])).map(({ status }) => status)).toEqual([200, 200])
  expect((await give(other)).body).toMatchObject({ code: 'wecom_key_version_taken' })
  const racing = (key: string) => admin().raw('POST', '/api/intake/wecom-keys', { version: 10, privateKeyPem: key })
  const answers = await Promise.all([racing(one), racing(other)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  for (const version of [9, 10]) await admin().call('DELETE', `/api/intake/wecom-keys/${version}`)
})

test('nobody reads a key back; it stands in no file and no act', async () => {
  const listed = await admin().raw('GET', '/api/intake/wecom-keys')
  expect(listed.body).toMatchObject({ keys: [{ version: 7, fingerprint: fingerprintOf(pem) }] })
  const auditor = world.person('auditor').client
  const acts = await auditor.post<{ acts: { action: string }[] }>('/api/audit', { limit: 200 })
  expect(acts.acts.filter(({ action }) => action === 'intake.keys').length).toBeGreaterThan(0)
  for (const said of [listed.body, acts]) expect(JSON.stringify(said)).not.toContain(secret)
  expect(filesHolding(join(world.dir, 'house'), [secret])).toEqual([])
})

test('the same key again is no error; another one of that version, and what is no key, are refused', async () => {
  await admin().post('/api/intake/wecom-keys', { version: 7, privateKeyPem: pem })
  const other = { version: 7, privateKeyPem: makeKey() }
  expect(await admin().raw('POST', '/api/intake/wecom-keys', other)).toMatchObject({
    status: 409,
    body: { code: 'wecom_key_version_taken' },
  })
  const nonsense = { version: 8, privateKeyPem: pem.replace(secret, '') }
  expect(await admin().raw('POST', '/api/intake/wecom-keys', nonsense)).toMatchObject({
    body: { code: 'wecom_key_unreadable' },
  })
})

test('only an administrator adds or removes one; who looks at the intake sees that it is there', async () => {
  const reviewer = world.person('it_reviewer').client
  expect(await reviewer.raw('GET', '/api/intake/wecom-keys')).toMatchObject({ status: 200 })
  const refused = await reviewer.raw('POST', '/api/intake/wecom-keys', { version: 9, privateKeyPem: pem })
  expect(refused.status).toBe(403)
  expect((await reviewer.raw('DELETE', '/api/intake/wecom-keys/7')).status).toBe(403)
  const agent = world.person('agent').client
  expect((await agent.raw('GET', '/api/intake/wecom-keys')).status).toBe(403)
})

test('removed, it opens nothing more; what it opened stays', async () => {
  const before = world.house.archive.catalog.counts().records
  await admin().call('DELETE', '/api/intake/wecom-keys/7')
  expect(await admin().get('/api/intake/wecom-keys')).toEqual({ keys: [] })
  expect((await admin().raw('DELETE', '/api/intake/wecom-keys/7')).body).toMatchObject({ code: 'wecom_key_not_found' })
  expect(await takeIn(envelopes(7, 'm4'), 'one')).toMatchObject({ counts: { archived: 0, quarantined: 1 } })
  expect(world.house.archive.catalog.counts().records).toBe(before)
})

test('a key given to one import opens what it reads, and is kept nowhere', async () => {
  const path = join(world.dir, 'chatdata.json')
  writeFileSync(path, envelopes(5, 'm9'))
  const input = { kind: 'file', path } as const
  const asked = { format: null, mapping: null, origin: 'two', ownAccount: '', fileName: 'chatdata.json' }
  const keys = [{ version: 5, privateKeyPem: pem }]
  const people = await world.house.identity.people()
  const person = people.find(({ roles }) => roles.includes('administrator'))
  if (!person) return expect.unreachable()
  const actor = { kind: 'person', id: person.id, roles: person.roles, steppedUpUntil: null, ip: null } as const
  const opened = await world.house.intake.startImport({ ...asked, keys }, input, actor)
  expect(await world.house.intake.ended(opened.id)).toMatchObject({ counts: { archived: 1, quarantined: 0 } })
  const sealed = await world.house.intake.startImport({ ...asked, origin: 'three' }, input, actor)
  expect(await world.house.intake.ended(sealed.id)).toMatchObject({ counts: { archived: 0, quarantined: 1 } })
  const rows = await world.house.db
    .tables<{ intake_import: { asked: string } }>()
    .selectFrom('intake_import')
    .select('asked')
    .execute()
  expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY')
  expect(filesHolding(join(world.dir, 'house'), [secret])).toEqual([])
})
