import { execSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openZipPackage, PACKAGE_FILES, parseNote, readWhole, verifyPackage } from '@cunzhen/proof'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAnchors, createWitness, makeWitnessKey, type ServedWitness, serveWitness } from '#anchors'
import { archiveFiles } from '#archive'
import { systemClock } from '#base'
import { openLedgerReader } from '#ledger'
import { durable } from '#platform'
import { signer } from '#platform/keys'
import { type LocalTsa, startTsa } from '#test/tsa'
import { arrivalOf, openWorld, type World } from '../world.test-support.ts'

// A package whose checkpoint an authority out of openssl stamped and a witness cosigned, by the house's own way of asking.

let world: World
let tsa: LocalTsa
let served: ServedWitness
let dir: string
let witness: string

beforeAll(async () => {
  world = await openWorld([1, 2, 3].map((n) => arrivalOf(n, { body: `好的，第${n}条，电话13800138000` })))
  tsa = await startTsa()
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-anchored-'))
  const { house, archive } = world
  const { verifierKey } = signer(house.keyring, 'evidence')
  const key = makeWitnessKey(join(dir, 'key'), 'witness.example/w1', durable)
  witness = key.key
  const logs = [verifierKey]
  const own = createWitness({ dir: join(dir, 'state'), key, logs, clock: systemClock, files: durable })
  served = await serveWitness(own, { host: '127.0.0.1', port: 0 }, () => undefined)
  const anchors = join(house.dir, 'anchors')
  mkdirSync(anchors)
  writeFileSync(join(anchors, 'root.pem'), tsa.root)
  const authorities = [{ id: 'local', name: '本地时间戳机构', url: tsa.url, roots: 'root.pem' }]
  const witnesses = [{ key: witness, url: `http://127.0.0.1:${served.port}` }]
  writeFileSync(join(anchors, 'settings.json'), JSON.stringify({ v: 1, authorities, witnesses }))
  const asking = createAnchors(
    {
      house: house.dir,
      clock: systemClock,
      ledger: openLedgerReader(archiveFiles(house.dir).ledger, verifierKey),
      appendStatement: (statement) => archive.journal.appendStatement(statement),
      seals: () => [],
      onTrouble: () => undefined,
    },
    null,
  )
  Object.assign(world.parts, { anchorNow: () => asking.anchorNow() })
})
afterAll(async () => {
  await world.close()
  await served.close()
  await tsa.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('a package carries the stamp and the cosignature; the verdict says who vouches, openssl agrees', async () => {
  const id = await world.run({})
  const { zip, password, verdict, names } = await world.open(id)
  expect(verdict.verdict).toBe('genuine')
  expect(names).toEqual(expect.arrayContaining([PACKAGE_FILES.anchors, 'proof/timestamps/local.tsr']))
  expect(verdict.anchoring).toMatchObject({
    state: 'claimed',
    stamps: [{ authority: 'local', name: 'Local TSA unit', pinned: false }],
    cosignatures: [{ name: 'witness.example/w1', pinned: false }],
  })
  const reader = await openZipPackage(new Blob([new Uint8Array(zip)]), password)
  const trust = [signer(world.house.keyring, 'evidence').verifierKey]
  const pinned = await verifyPackage(reader, { trust, witnesses: [witness] })
  expect(pinned.anchoring.state).toBe('anchored')

  const read = (name: string) => readWhole(reader.read(name), 2 ** 20, name)
  const [response, text] = [join(dir, 'stamp.tsr'), join(dir, 'text')]
  writeFileSync(response, await read('proof/timestamps/local.tsr'))
  writeFileSync(text, parseNote(Buffer.from(await read(PACKAGE_FILES.checkpoint)).toString()).text)
  expect(tsa.verifies(response, text)).toBe(true)

  // as README.txt says it, in both languages, in the folder that the package was unpacked to
  const readme = Buffer.from(await read(PACKAGE_FILES.readme)).toString()
  const told = readme.match(/^ {2}head -n 3 .*openssl ts .*$/gm) ?? []
  expect(told).toHaveLength(2)
  mkdirSync(join(dir, 'proof/timestamps'), { recursive: true })
  for (const name of ['proof/timestamps/local.tsr', PACKAGE_FILES.checkpoint])
    writeFileSync(join(dir, name), await read(name))
  writeFileSync(join(dir, 'ROOT.pem'), tsa.root)
  for (const command of told) expect(execSync(command, { cwd: dir, stdio: 'pipe' }).toString()).toContain('OK')
})

test('where nobody answers it leaves without, and says so', async () => {
  await served.close()
  tsa.behave('refuse')
  const id = await world.run({})
  const { verdict, names, text } = await world.open(id)
  expect(verdict.verdict).toBe('genuine')
  expect(names).not.toContain(PACKAGE_FILES.anchors)
  expect(await text(PACKAGE_FILES.readme)).not.toContain('openssl')
  expect(verdict.anchoring).toEqual({ state: 'self_attested', stamps: [], cosignatures: [] })
  tsa.behave('well')
})
