import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openZipPackage, readWhole, VERDICT_WORDS, verifyPackage } from '@cunzhen/proof'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signer } from '#platform/keys'
import { filesHolding } from '#test/raw-search'
import { findExport } from '../register/store.ts'
import { arrivalOf, openWorld, rulesOf, type World } from '../world.test-support.ts'
import { isAgeRecipient } from './age.ts'

const AGE = spawnSync('age', ['--version']).status === 0
const UNZIP = spawnSync('unzip', ['-v']).status === 0

let world: World
beforeAll(async () => {
  world = await openWorld(Array.from({ length: 300 }, (_, n) => arrivalOf(n, { body: `可以读懂的一句话 ${n}` })))
})
afterAll(() => world.close())

describe('a package sealed to a key of age', () => {
  it.skipIf(!AGE || !UNZIP)(
    'opens in other people’s programs, as the console tells it; skipped without age and unzip',
    async () => {
      const identity = await generateX25519Identity()
      const id = await world.run({ formats: ['csv'], ageRecipient: await identityToRecipient(identity) })
      const { path } = await world.exports.download(world.people.requester, id)
      const dir = mkdtempSync(join(tmpdir(), 'cunzhen-age-'))
      try {
        copyFileSync(path, join(dir, 'package.zip.age'))
        writeFileSync(join(dir, 'key.txt'), `${identity}\n`)
        writeFileSync(join(dir, 'stranger.txt'), `${await generateX25519Identity()}\n`)
        const run = (program: string, ...args: string[]) => spawnSync(program, args, { cwd: dir }).status
        expect(run('age', '-d', '-i', 'stranger.txt', '-o', 'package.zip', 'package.zip.age')).not.toBe(0)
        expect(run('age', '-d', '-i', 'key.txt', '-o', 'package.zip', 'package.zip.age')).toBe(0)
        expect(run('unzip', '-tq', 'package.zip')).toBe(0)
      } finally {
        rmSync(dir, { recursive: true })
      }
    },
    60_000,
  )

  it('opens with that key alone, verifies, and has no password', async () => {
    const identity = await generateX25519Identity()
    const id = await world.run({ formats: ['csv', 'rsmf'], ageRecipient: await identityToRecipient(identity) })
    const { path, fileName } = await world.exports.download(world.people.requester, id)
    expect(fileName).toMatch(/\.zip\.age$/)
    const file = new Uint8Array(readFileSync(path))
    expect(Buffer.from(file).toString('latin1', 0, 21)).toBe('age-encryption.org/v1')

    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const zip = await decrypter.decrypt(file)
    const trust = [signer(world.house.keyring, 'evidence').verifierKey]
    const verdict = await verifyPackage(await openZipPackage(new Blob([Uint8Array.from(zip)]), null), { trust })
    expect([verdict.verdict, verdict.rows]).toEqual(['genuine', 300])
    // nobody is told to type a password that there is not
    const readme = await readWhole(
      (await openZipPackage(new Blob([Uint8Array.from(zip)]), null)).read('README.txt'),
      65_536,
      'README.txt',
    )
    expect(Buffer.from(readme).toString()).not.toMatch(/输入密码|type the password|--password-file/)
    expect(Buffer.from(readme).toString()).toMatch(/没有密码[\s\S]*has no password/)
    // and the page to open is called what it is called where it is handed over
    const page = (await world.exports.verifier(world.people.requester, id)).fileName
    expect(Buffer.from(readme).toString().split(page)).toHaveLength(3)
    for (const language of ['zh', 'en'] as const)
      expect(Buffer.from(readme).toString()).toContain(VERDICT_WORDS.not_pinned.title[language])
    // every kind that stands as a code in the tables has its word for who reads no English
    const told = /“类型”一栏：(.*)；/.exec(Buffer.from(readme).toString())?.[1]?.split('，') ?? []
    expect(told).toContain('text 文字')
    expect(told.filter((each) => !/^[a-z]+ [\u4e00-\u9fff]+$/.test(each))).toEqual([])

    const stranger = new Decrypter()
    stranger.addIdentity(await generateX25519Identity())
    await expect(stranger.decrypt(file)).rejects.toThrow()
    await expect(world.exports.password(world.people.requester, id)).rejects.toMatchObject({ code: 'no_password' })
    expect(filesHolding(world.house.dir, ['可以读懂的一句话'])).toEqual([])
  })

  it('leaves the house no key to it where there is no release to wait for', async () => {
    const { policy } = world
    const { release } = rulesOf()
    // only bulk asks for a second yes, and this is none
    world.policy = {
      ...policy,
      release: {
        ...release,
        required: false,
        bulk: { ...release.bulk, subjectsOver: 100, over: { content: 1000, communication: 1000, other: 1000 } },
      },
    }
    const id = await world.run({
      formats: ['csv'],
      ageRecipient: await identityToRecipient(await generateX25519Identity()),
    })
    world.policy = policy
    expect(await findExport(world.db, id)).toMatchObject({ state: 'ready', problem: null, password: null })
  })

  it('is refused for what is no public key', async () => {
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    expect(await isAgeRecipient(recipient)).toBe(true)
    const last = recipient.at(-1) === 'q' ? 'p' : 'q'
    for (const wrong of ['', identity, `${recipient.slice(0, -1)}${last}`, recipient.toUpperCase()]) {
      expect(await isAgeRecipient(wrong)).toBe(false)
      await expect(
        world.exports.prepare(world.people.executor, {
          grantId: world.grant.id,
          formats: ['csv'],
          names: 'mask',
          ageRecipient: wrong,
        }),
      ).rejects.toMatchObject({ code: 'age_recipient_invalid' })
    }
  })
})
