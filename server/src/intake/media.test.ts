import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordFields } from '@cunzhen/proof'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Attachment, attachmentsOf, fsckHouse, withoutAttachments } from '#archive'
import { Refusal } from '#base'
import { makeZip, type ZipPart } from './containers/zip.test-support.ts'
import { pathsOf } from './media.ts'
import { type Arrived, expectBalanced, openReceivingWorld, type ReceivingWorld } from './receiving.test-support.ts'

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(70_000)])
const PDF = Buffer.from('%PDF-1.7\n合同第一页\n')

/** A WhatsApp chat whose messages name these files, and the files in one zip with it. */
function chat(named: readonly string[], files: readonly ZipPart[] = [], name = '_chat.txt'): Buffer {
  const lines = named.map((file, n) => `[20/01/19, 11:2${n}:45] 小王: <attached: ${file}>\n`)
  return makeZip([...files, { name, data: `[20/01/19, 11:19:45] 小王: 您好\n${lines.join('')}` }])
}
const receive = (zip: Buffer, name = 'chat.zip') => world.receive(world.file(name, zip))
const attached = () => world.archived().map((fields) => attachmentsOf(fields.extra))
const reasons = ({ reasons: all }: Arrived) =>
  all.filter(({ items }) => items > 0).map(({ reason, items }) => [reason, items])

describe('a file that a message names', () => {
  test('is kept, and its record says name, size, hash and what it truly is', async () => {
    const zip = chat(['IMG-0001.jpg'], [{ name: 'IMG-0001.jpg', data: PNG }])
    const arrived = await receive(zip)
    expectBalanced(arrived)
    expect(reasons(arrived)).toEqual([])
    expect(arrived.counts).toMatchObject({ items: 2, archived: 2, attached: 1, attachedMissing: 0 })
    const kept = { name: 'IMG-0001.jpg', claimed: '', type: 'image/png', bytes: PNG.length, sha256: sha256(PNG) }
    expect(attached()).toEqual([[], [kept]])
    expect((await world.kept(sha256(PNG))).equals(PNG)).toBe(true)
    expect((await fsckHouse(world.dir, world.house.keyring)).counts).toMatchObject({ objects: 1, orphanedObjects: 0 })
  })

  test('named by two messages is kept once, and both records name it', async () => {
    const arrived = await receive(chat(['a.pdf', 'a.pdf'], [{ name: 'a.pdf', data: PDF }]))
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 3, quarantined: 0, attached: 2 })
    expect(attached().flat().map(digestIn)).toEqual([sha256(PDF), sha256(PDF)])
    expect(objectFiles()).toHaveLength(1)
  })

  test('with the same bytes under two names is kept once', async () => {
    const files = ['a.png', 'b.png'].map((name) => ({ name, data: PNG }))
    expect((await receive(chat(['a.png', 'b.png'], files))).counts).toMatchObject({ attached: 2, quarantined: 0 })
    expect(objectFiles()).toHaveLength(1)
  })

  test('may be empty', async () => {
    const arrived = await receive(chat(['leer.txt'], [{ name: 'leer.txt', data: '' }]))
    expectBalanced(arrived)
    expect(attached().flat()).toMatchObject([{ bytes: 0, type: 'application/octet-stream', sha256: sha256('') }])
    expect(await world.kept(sha256(''))).toHaveLength(0)
  })

  test('read again, with its export, is known again', async () => {
    const zip = chat(['a.png'], [{ name: 'a.png', data: PNG }])
    await receive(zip)
    const again = await receive(zip, 'again.zip')
    expectBalanced(again)
    expect(again.counts).toMatchObject({ archived: 0, duplicates: 2, attached: 1 })
    expect([world.archived().length, objectFiles().length]).toEqual([2, 1])
  })

  test('that comes with a later export makes a record of its own, beside the one that lacks it', async () => {
    await receive(chat(['a.png']))
    const later = await receive(chat(['a.png'], [{ name: 'a.png', data: PNG }]), 'later.zip')
    expect(later.counts).toMatchObject({ archived: 1, duplicates: 1 })
    expect(attached().flat()).toMatchObject([{ missing: 'not_there' }, { sha256: sha256(PNG) }])
  })

  test('that reads like a chat is a file and no chat of this export', async () => {
    const other = '[20/01/19, 10:00:00] 别人: 这不是本群的话\n'
    const arrived = await receive(chat(['alt.txt'], [{ name: 'alt.txt', data: other }]))
    expectBalanced(arrived)
    expect(world.archived().map(({ sender }) => sender)).toEqual(['小王', '小王'])
    expect(attached().flat()).toMatchObject([{ name: 'alt.txt', type: 'text/plain' }])
  })
})

describe('a file that is not there', () => {
  test('is said in the report and in the record, which is archived all the same', async () => {
    const arrived = await receive(chat(['weg.jpg']))
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 2, attached: 0, attachedMissing: 1 })
    expect(attached()).toEqual([[], [{ name: 'weg.jpg', claimed: '', missing: 'not_there' }]])
  })

  test('because WhatsApp left it out is missing too', async () => {
    const text = '[20/01/19, 11:19:45] 小王: image omitted\n[20/01/19, 11:20:45] 小王: 好\n'
    const arrived = await receive(makeZip([{ name: '_chat.txt', data: text }]))
    expect(arrived.counts).toMatchObject({ archived: 2, attachedMissing: 1 })
    expect(attached()).toEqual([[{ name: '', claimed: '', missing: 'not_included' }], []])
  })

  const refusals: [string, ZipPart[], string, string][] = [
    ['damaged', [{ name: 'a.png', data: PNG, crc: 1 }], 'unreadable_damaged', 'damaged'],
    ['encrypted', [{ name: 'a.png', data: PNG, flags: 0x801 }], 'unreadable_encrypted_entry', 'encrypted_entry'],
    ['a link', [{ name: 'a.png', data: '/etc/passwd', mode: 0o120777 }], 'unreadable_symlink', 'symlink'],
    ['a bomb', [{ name: 'a.png', data: Buffer.alloc(40 * 1024 * 1024) }], 'unreadable_bomb', 'bomb'],
  ]
  test.each(refusals)(
    'to be read because it is %s lies in quarantine with that reason',
    async (_what, files, why, reason) => {
      const arrived = await receive(chat(['a.png'], files))
      expectBalanced(arrived)
      expect(attached().flat()).toEqual([{ name: 'a.png', claimed: '', missing: why }])
      expect(reasons(arrived)).toEqual([[reason, 1]])
      expect(objectFiles()).toEqual([])
    },
  )

  test('because two bear its name is not guessed', async () => {
    const files = [PNG, PDF].map((data) => ({ name: 'a.png', data }))
    const arrived = await receive(chat(['a.png'], files))
    expectBalanced(arrived)
    expect(attached().flat()).toEqual([{ name: 'a.png', claimed: '', missing: 'ambiguous' }])
    expect(reasons(arrived)).toEqual([['not_messages', 2]])
  })

  test('because only its letters are of another case is another file', async () => {
    const arrived = await receive(chat(['a.png'], [{ name: 'A.PNG', data: PNG }]))
    expect(attached().flat()).toMatchObject([{ missing: 'not_there' }])
    expect(reasons(arrived)).toEqual([['not_messages', 1]])
  })

  test('beyond the bound of the whole source is a bomb', async () => {
    const zip = chat(['a.png'], [{ name: 'a.png', data: PNG, stored: true }])
    const arrived = await world.receive(world.file('chat.zip', zip), {}, { bounds: { totalBytes: 50_000 } })
    expectBalanced(arrived)
    expect(attached().flat()).toMatchObject([{ missing: 'unreadable_bomb' }])
    expect(objectFiles()).toEqual([])
  })
})

describe('a name in a message', () => {
  test('never leads out of the source', async () => {
    writeFileSync(join(world.dir, 'secret.png'), PNG)
    const folder = join(world.dir, 'export')
    mkdirSync(join(folder, 'chat'), { recursive: true })
    symlinkSync(join(world.dir, 'secret.png'), join(folder, 'chat', 'link.png'))
    const photo = (n: number, path: string) => ({
      id: n,
      type: 'message',
      date_unixtime: `${1700000000 + n}`,
      date: '2023-11-14T22:13:20',
      from: '甲',
      from_id: 'user1',
      text: '',
      photo: path,
    })
    const names = [
      '../../secret.png',
      '/etc/passwd',
      'C:\\boot.png',
      'a\0.png',
      'link.png',
      '../../../../../../etc/passwd',
    ]
    const result = { name: '群', type: 'private_group', id: 7, messages: names.map((name, n) => photo(n, name)) }
    writeFileSync(join(folder, 'chat', 'result.json'), JSON.stringify(result))
    const arrived = await world.receiveFolder(folder)
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 6, attached: 0, attachedMissing: 6 })
    const why = attached()
      .flat()
      .map((one) => ('missing' in one ? one.missing : one))
    expect(why).toEqual([
      'unsafe_name',
      'unsafe_name',
      'unsafe_name',
      'unsafe_name',
      'unreadable_symlink',
      'unsafe_name',
    ])
    expect(objectFiles()).toEqual([])
  })

  test('may climb inside the source, and lies beside its part before it lies at the top', () => {
    expect(pathsOf('../media/a.png', 'texts/x.json')).toEqual(['media/a.png'])
    expect(pathsOf('./media/a.png', 'texts/x.json')).toEqual(['texts/media/a.png', 'media/a.png'])
    expect(pathsOf('..', 'texts/x.json')).toEqual([])
    expect(pathsOf('', 'x.json')).toEqual([])
  })

  test('written apart, as macOS does, is the same name', async () => {
    await receive(chat(['é.png'.normalize('NFC')], [{ name: 'é.png'.normalize('NFD'), data: PNG }]))
    expect(attached().flat()).toMatchObject([{ sha256: sha256(PNG) }])
  })

  test('beyond a thousand in one message is not looked up', async () => {
    const attachments = Array.from({ length: 1002 }, (_, n) => ({ id: `${n}.png`, display: `${n}.png` }))
    const manifest = {
      version: '2.0.0',
      participants: [{ id: 'p', display: '甲' }],
      conversations: [{ id: 'c', platform: 'x', participants: ['p'] }],
      events: [
        {
          id: 'e',
          type: 'message',
          participant: 'p',
          conversation: 'c',
          timestamp: '2023-11-14T22:13:20Z',
          body: '',
          attachments,
        },
      ],
    }
    const zip = makeZip([{ name: 'rsmf_manifest.json', data: JSON.stringify(manifest) }])
    expect((await receive(zip)).counts).toMatchObject({ archived: 1, attachedMissing: 1002 })
    expect(attached().flat()).toHaveLength(1001)
    expect(attached().flat().at(-1)).toEqual({ name: '', claimed: '', missing: 'too_many' })
  })
})

test('a file that no message names stays in quarantine, whichever comes first', async () => {
  const arrived = await receive(
    chat(
      ['a.png'],
      [
        { name: '0.png', data: PDF },
        { name: 'a.png', data: PNG },
      ],
    ),
  )
  expectBalanced(arrived)
  expect(reasons(arrived)).toEqual([['not_messages', 1]])
  expect(arrived.spans.map(({ part, bytes }) => [part, bytes.equals(PDF)])).toEqual([['0.png', true]])
})

describe('each source names its files in its own way:', () => {
  const said = { type: 'Default', timestamp: '2026-01-10T00:00:00+00:00', content: '', author: { id: '1', name: '甲' } }
  const channel = (url: string) => ({
    guild: { id: '5', name: 'g' },
    channel: { id: '42', name: 'c' },
    messages: [{ id: '9', ...said, attachments: [{ id: '1', url, fileName: 'a b.png' }] }],
    messageCount: 1,
  })
  const weflow = {
    weflow: { version: '1.0.3' },
    session: { wxid: '1@chatroom', displayName: '群', messageCount: 1 },
    messages: [{ localId: 1, createTime: 1788000000, type: '图片消息', content: 'media/images/a.png', isSend: 0 }],
  }
  const bulk = {
    team: 't',
    channel: 'c',
    user: 'u',
    message: '',
    create_at: 1788000000000,
    attachments: [{ path: '2026/a.png' }],
  }
  const rsmf = {
    version: '2.0.0',
    participants: [{ id: 'p', display: '甲' }],
    conversations: [{ id: 'c', platform: 'x', participants: ['p'] }],
    events: [
      {
        id: 'e',
        type: 'message',
        participant: 'p',
        conversation: 'c',
        timestamp: '2023-11-14T22:13:20Z',
        body: '',
        attachments: [{ id: 'a.png', display: '合同.png' }],
      },
    ],
  }
  const sources: [format: string, name: string, part: string, text: string, file: string][] = [
    ['signal', 'a.png', '张三/chat.md', '[2026-01-10, 12:23] 张三: ![a.png](./media/a.png)\n', '张三/media/a.png'],
    ['discord', 'a b.png', 'c.json', JSON.stringify(channel('c.json_Files/a%20b-1F.png')), 'c.json_Files/a b-1F.png'],
    ['wechat_weflow', 'a.png', 'texts/群.json', JSON.stringify(weflow), 'texts/media/images/a.png'],
    [
      'mattermost',
      'a.png',
      'import.jsonl',
      `${JSON.stringify({ type: 'version', version: 1 })}\n${JSON.stringify({ type: 'post', post: bulk })}\n`,
      'data/2026/a.png',
    ],
    ['rsmf', '合同.png', 'rsmf_manifest.json', JSON.stringify(rsmf), 'a.png'],
  ]
  test.each(sources)('%s', async (format, name, part, text, file) => {
    const parts = [
      { name: file, data: PNG },
      { name: part, data: text },
    ]
    const arrived = await receive(makeZip(parts))
    expectBalanced(arrived)
    expect(arrived).toMatchObject({ format, counts: { archived: 1, quarantined: 0, attached: 1, attachedMissing: 0 } })
    expect(attached().flat()).toMatchObject([{ name, type: 'image/png', sha256: sha256(PNG) }])
    const without = await receive(makeZip(parts.slice(1)), 'without.zip')
    expect(without.counts).toMatchObject({ archived: 1, attached: 0, attachedMissing: 1 })
  })

  test('an address of the net is no file of the export', async () => {
    const url = 'https://cdn.example.com/a.png'
    await receive(makeZip([{ name: 'c.json', data: JSON.stringify(channel(url)) }]))
    expect(attached().flat()).toEqual([{ name: 'a b.png', claimed: '', missing: 'not_included' }])
  })
})

describe('a source cannot', () => {
  const FORGED = { name: 'x', claimed: '', type: 'image/png', bytes: PNG.length, sha256: sha256(PNG) }
  const post = (n: number, more: object = {}) => ({
    type: 'message',
    ts: `17000000${n}.000100`,
    user: 'U1',
    text: `m${n}`,
    ...more,
  })
  const slack = (posts: object[]) =>
    makeZip([
      { name: 'users.json', data: JSON.stringify([{ id: 'U1', name: 'a' }]) },
      { name: 'channels.json', data: JSON.stringify([{ id: 'C1', name: 'g', members: ['U1'] }]) },
      { name: 'g/2023-11-14.json', data: JSON.stringify(posts) },
      { name: 'g/attachments/F1-b.pdf', data: PDF },
    ])

  test('make a record name a content that is not its own', async () => {
    const own = { files: [{ id: 'F1', name: 'b.pdf', mimetype: 'application/pdf' }] }
    const forged = { 'cunzhen:attachments': [FORGED], 'source:cunzhen:attachments': 1 }
    const arrived = await receive(slack([post(10, forged), post(11, { ...own, ...forged })]))
    expectBalanced(arrived)
    expect(arrived.counts).toMatchObject({ archived: 2, attached: 1, quarantined: 0 })
    expect(attached().map((all) => all.map(digestIn))).toEqual([[], [sha256(PDF)]])
    // what the source said stays, under another name
    for (const { extra } of world.archived()) expect(extra).toContain(`"source:cunzhen:attachments":[`)
    expect(attached().flat()).toMatchObject([{ claimed: 'application/pdf', type: 'application/pdf' }])
  })

  test('lose what it says besides', async () => {
    await receive(slack([post(10, { files: [{ id: 'F1', name: 'b.pdf' }], attachments: [{ title: '链接' }] })]))
    const [fields] = world.archived() as [RecordFields]
    expect(JSON.parse(withoutAttachments(fields.extra))).toMatchObject({
      attachments: [{ title: '链接' }],
      files: [{ id: 'F1' }],
    })
  })
})

describe('when the disk is full', () => {
  test('the import stops with that word, and with room the same source goes on; nothing is lost or doubled', async () => {
    const zip = chat(['a.png'], [{ name: 'a.png', data: PNG }])
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' })
    const path = world.file('chat.zip', zip)
    const failing = world.receive(path, {}, { objects: () => ({ keep: () => Promise.reject(full) }) })
    await expect(failing).rejects.toEqual(new Refusal('unavailable', 'disk_full'))
    const arrived = await world.receive(path)
    expectBalanced(arrived)
    expect(world.archived()).toHaveLength(2)
    expect(attached().flat()).toMatchObject([{ sha256: sha256(PNG) }])
  })
})

const digestIn = (one: Attachment) => ('sha256' in one ? one.sha256 : null)
function objectFiles(): string[] {
  const dir = join(world.dir, 'objects')
  const groups = readdirSync(world.dir).includes('objects')
    ? readdirSync(dir).filter((name) => name !== 'incoming')
    : []
  return groups.flatMap((group) => readdirSync(join(dir, group)))
}
