import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatCheckpoint, openCosignatures, parseNote, signNote, toBase64 } from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal, systemClock } from '#base'
import { durable } from '#platform'
import { openSigner } from '#platform/keys'
import { post } from '../post.ts'
import { type AnchorsWorld, openWorld } from '../world.test-support.ts'
import { makeWitnessKey, openWitnessKey } from './key.ts'
import { type ServedWitness, serveWitness } from './serve.ts'
import { createWitness, type Witness, type WitnessAnswer, type WitnessKey, type WitnessParts } from './witness.ts'

let world: AnchorsWorld
let dir: string
let key: WitnessKey
let witness: Witness

const open = (over: Partial<WitnessParts> = {}): Witness =>
  createWitness({
    dir: join(dir, 'state'),
    key,
    logs: [world.signer.verifierKey],
    clock: systemClock,
    files: durable,
    ...over,
  })

beforeEach(async () => {
  world = await openWorld('')
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-witness-'))
  key = makeWitnessKey(join(dir, 'key'), 'witness.example/w1', durable)
  witness = open()
})
afterEach(() => {
  world.remove()
  rmSync(dir, { recursive: true, force: true })
})

/** What the house would send: its newest checkpoint, with the proof from `old`. */
async function request(old: number, over: { note?: string; proof?: readonly Uint8Array[] } = {}): Promise<string> {
  const { size, checkpoint } = world.reader.head()
  const proof = over.proof ?? (old === 0 || old >= size ? [] : await world.reader.proveConsistency(old, size))
  return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${over.note ?? checkpoint}`
}

describe('add-checkpoint', () => {
  it('cosigns the first checkpoint, then what continues it', async () => {
    world.grow(3)
    const first = witness.addCheckpoint(await request(0))
    expect(first).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' })
    expect(openCosignatures(world.reader.head().checkpoint + first.body, [key.key])).toHaveLength(1)
    world.grow(300)
    expect(witness.addCheckpoint(await request(3)).status).toBe(200)
    expect(witness.addCheckpoint(await request(303)).status).toBe(200)
  })

  it('answers 404 for a log that it does not know, 403 for a key that it does not', async () => {
    world.grow(1)
    expect(open({ logs: [] }).addCheckpoint(await request(0)).status).toBe(404)
    const other = openSigner(world.signer.name, new Uint8Array(32).fill(1))
    expect(open({ logs: [other.verifierKey] }).addCheckpoint(await request(0)).status).toBe(403)
    const { text } = parseNote(world.reader.head().checkpoint)
    const forged = signNote(text, other.verifierKey, other.sign)
    expect(witness.addCheckpoint(await request(0, { note: forged })).status).toBe(403)
    expect(witness.addCheckpoint(await request(0)).status).toBe(200)
  })

  it('answers 409 with its size for any other old size, also after a restart', async () => {
    world.grow(5)
    expect(witness.addCheckpoint(await request(2))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '0\n' })
    expect(witness.addCheckpoint(await request(0)).status).toBe(200)
    world.grow(5)
    for (const each of [witness, open()]) {
      expect(each.addCheckpoint(await request(0))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' })
      expect(each.addCheckpoint(await request(7))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' })
    }
    expect(open().addCheckpoint(await request(5)).status).toBe(200)
  })

  it('answers 400 where the old size is beyond the checkpoint, or what came is no request', async () => {
    world.grow(5)
    expect(witness.addCheckpoint(await request(6)).status).toBe(400)
    const well = await request(0)
    const many = Array.from({ length: 64 }, () => new Uint8Array(32))
    for (const body of [
      '',
      'old 0',
      well.replace('old 0', 'old 00'),
      well.replace('old 0', 'old -1'),
      well.replace('old 0', 'old 99999999999999999'),
      well.replace('old 0\n', ''),
      well.replace('old 0\n', 'old 0\nno hash\n'),
      await request(0, { proof: many }),
      await request(0, { note: 'no note\n' }),
    ]) {
      expect(witness.addCheckpoint(body).status, JSON.stringify(body.slice(0, 40))).toBe(400)
    }
    expect(witness.addCheckpoint(well).status).toBe(200)
  })

  it('answers 422 for a proof that does not hold, and has learned nothing', async () => {
    world.grow(3)
    expect(witness.addCheckpoint(await request(0, { proof: [new Uint8Array(32)] })).status).toBe(422)
    expect(witness.addCheckpoint(await request(0)).status).toBe(200)
    world.grow(4)
    const proof = await world.reader.proveConsistency(3, 7)
    const wrong = proof.map((hash, i) => (i === 0 ? hash.with(0, (hash[0] ?? 0) ^ 1) : hash))
    for (const each of [wrong, proof.slice(1), [...proof, new Uint8Array(32)], []]) {
      expect(witness.addCheckpoint(await request(3, { proof: each })).status).toBe(422)
    }
    expect(witness.addCheckpoint(await request(3)).status).toBe(200)
  })

  it('refuses a fork: the same size with another root, signed by the house itself', async () => {
    world.grow(3)
    expect(witness.addCheckpoint(await request(0)).status).toBe(200)
    const text = formatCheckpoint({ origin: world.signer.name, size: 3, root: new Uint8Array(32).fill(7) })
    const fork = signNote(text, world.signer.verifierKey, world.signer.sign)
    expect(witness.addCheckpoint(await request(3, { note: fork })).status).toBe(409)
    expect(witness.addCheckpoint(await request(3)).status).toBe(200)
  })

  it('signs nothing that it could not remember', async () => {
    world.grow(3)
    const full = open({
      files: {
        ...durable,
        writeFileDurably() {
          throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        },
      },
    })
    const body = await request(0)
    expect(() => full.addCheckpoint(body)).toThrow('full')
    expect(witness.addCheckpoint(await request(2))).toMatchObject({ status: 409, body: '0\n' })
  })

  it('stops where its memory is damaged rather than beginning anew', async () => {
    world.grow(3)
    witness.addCheckpoint(await request(0))
    const [file = ''] = readdirSync(join(dir, 'state'))
    writeFileSync(join(dir, 'state', file), '')
    const body = await request(3)
    expect(() => witness.addCheckpoint(body)).toThrow(expect.objectContaining({ code: 'witness_state_damaged' }))
  })
})

describe('the key of a witness', () => {
  it('is made once, opened again, and for the owner only', () => {
    const path = join(dir, 'key')
    expect(openWitnessKey(path).key).toBe(key.key)
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(() => openWitnessKey(path, 'auditor')).toThrow(new Refusal('conflict', 'witness_key_of_another_kind'))
    expect(() => makeWitnessKey(path, 'another', durable)).toThrow(new Refusal('conflict', 'witness_key_exists'))
    expect(() => openWitnessKey(join(dir, 'none'))).toThrow(new Refusal('not_found', 'witness_key_missing'))
    expect(() => makeWitnessKey(join(dir, 'two'), 'no name', durable)).toThrow('bad_verifier_key')
    writeFileSync(path, 'damaged')
    expect(() => openWitnessKey(path)).toThrow(expect.objectContaining({ code: 'witness_key_damaged' }))
  })
})

describe('over HTTP', () => {
  let served: ServedWitness
  const troubles: unknown[] = []
  beforeEach(async () => {
    served = await serveWitness(witness, { host: '127.0.0.1', port: 0 }, (error) => troubles.push(error))
  })
  afterEach(() => served.close())
  const url = () => `http://127.0.0.1:${served.port}`
  const ask = async (body: string) => post(`${url()}/w1/add-checkpoint`, 'text/plain', Buffer.from(body))

  it('answers as the witness does, refuses what is too large, another method, another path', async () => {
    world.grow(2)
    expect((await ask(await request(1))).type).toBe('text/x.tlog.size')
    expect((await ask(await request(0))).status).toBe(200)
    expect((await ask('x'.repeat(100_000))).status).toBe(413)
    expect((await fetch(`${url()}/add-checkpoint`)).status).toBe(405)
    expect((await fetch(`${url()}/elsewhere`)).status).toBe(404)
  })

  it('signs one of two that come at the same time from one size', async () => {
    world.grow(2)
    const first = await request(0)
    world.grow(2)
    const answers = await Promise.all([ask(first), ask(await request(0))])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('serves a house: asked, kept beside the checkpoint, shown; told what is wrong', async () => {
    const setting = { key: key.key, url: `${url()}/` }
    world.settings({ v: 1, every_minutes: 1, witnesses: [setting] })
    world.grow(4)
    await world.anchors.turn()
    const { checkpoint } = world.anchors.of(4)
    expect(openCosignatures(checkpoint ?? '', [key.key])).toHaveLength(1)
    expect(world.anchors.status().witnesses).toMatchObject([
      { name: 'witness.example/w1', last: { size: 4 }, trouble: null },
    ])
    // asked again from what it knows; also when the house has forgotten where they stood
    world.clock.advance(120_000)
    world.grow(4)
    rmSync(join(world.house, 'anchors', 'state.json'))
    await world.restart().turn()
    expect(openCosignatures(world.anchors.of(8).checkpoint ?? '', [key.key])).toHaveLength(1)
    expect(world.troubles).toEqual([])
  })

  const always = (answer: WitnessAnswer) => async (): Promise<Witness> => ({ addCheckpoint: () => answer })
  const plain = (status: 200 | 400 | 422): WitnessAnswer => ({ status, type: 'text/plain; charset=utf-8', body: '' })
  const at = (body: string): WitnessAnswer => ({ status: 409, type: 'text/x.tlog.size', body })

  it.each([
    ['log_unknown', async () => open({ logs: [] })],
    ['key_refused', async () => open({ logs: [openSigner(world.signer.name, new Uint8Array(32)).verifierKey] })],
    ['bad_cosignature', always(plain(200))],
    ['witness_ahead', always(at('99\n'))],
    ['inconsistent', always(at('0\n'))],
    ['inconsistent', always(plain(422))],
    ['refused', always(plain(400))],
  ] as const)('tells the house %s', async (code, make) => {
    const strange = await serveWitness(await make(), { host: '127.0.0.1', port: 0 }, () => undefined)
    world.settings({ v: 1, witnesses: [{ key: key.key, url: `http://127.0.0.1:${strange.port}` }] })
    world.grow(4)
    await world.anchors.turn()
    await strange.close()
    expect(world.anchors.status().witnesses[0]).toMatchObject({ last: null, trouble: { code } })
    expect(openCosignatures(world.anchors.of(4).checkpoint ?? '', [key.key])).toEqual([])
  })

  it('tells the house that nobody is there', async () => {
    await served.close()
    world.settings({ v: 1, witnesses: [{ key: key.key, url: url() }] })
    world.grow(4)
    await world.anchors.turn()
    expect(world.anchors.status().witnesses[0]?.trouble?.code).toBe('unreachable')
    served = await serveWitness(witness, { host: '127.0.0.1', port: 0 }, () => undefined)
  })
})
