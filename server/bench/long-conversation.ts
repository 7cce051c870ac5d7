import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord, type Kind, type RecordFields, recordDigest } from '@cunzhen/proof'
import { listen } from '#api'
import type { Arrival } from '#archive'
import { DAY, type ImportId, systemClock } from '#base'
import { enrolCast, storyPeople } from '#demo'
import { readConfig } from '#platform'
import { openHouse } from '#wire'

// A house with one conversation of a hundred thousand messages among two hundred thousand others, over two years. All of
// it is invented, the same for the same seed.

const SIZES = { long: 100_000, others: 200_000, otherConversations: 400 } as const
const FIRST = Date.UTC(2024, 5, 1)
const LAST = FIRST + 730 * DAY
const BATCH = 1000

export interface LongHouse {
  readonly dir: string
  /** Messages of the long conversation, and of the whole house. */
  readonly long: number
  readonly messages: number
  /** Its records that have a time: `mark` stands in the text of each and nowhere else. In order of time. */
  readonly marks: readonly { readonly time: number; readonly mark: string }[]
  readonly signIn: { readonly username: string; readonly password: string; readonly totpSecret: string }
  readonly buildSeconds: number
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const PHRASES = [
  '好的，收到',
  '请问这份合同什么时候能盖章？',
  '我先核对一下附件里的金额，再给您回复',
  '昨天说的那批货已经发出',
  'ok',
  '麻烦把对账单再发一次，上一份打不开',
  '客户希望改到下周三下午',
  '系统里显示还在审批，应该今天能过',
  '谢谢！',
  '这里有三处需要更正，分别在第二页、第五页和最后一页',
  'Please see the attached draft and tell me whether clause 7 still stands.',
  '我们这边没有异议',
  '电话里讲不清楚，写下来比较稳妥：先付三成，验收之后付六成，余下一成作为质保金，满一年退还',
  '嗯嗯',
  '😀 辛苦了',
]

const KIND_SHARES: readonly (readonly [Kind, number])[] = [
  ['image', 0.05],
  ['voice', 0.03],
  ['file', 0.02],
  ['link', 0.02],
  ['recall', 0.02],
  ['edit', 0.01],
  ['sticker', 0.02],
  ['system', 0.005],
]

function textOf(next: () => number): string {
  const draw = next()
  const pieces = draw < 0.7 ? 1 + next() * 2 : draw < 0.95 ? 3 + next() * 6 : 10 + next() * 30
  const words = Array.from({ length: Math.floor(pieces) }, () => PHRASES[Math.floor(next() * PHRASES.length)])
  return words.join(draw > 0.9 ? '\n' : '，')
}

function kindFor(next: () => number): Kind {
  let draw = next()
  for (const [kind, share] of KIND_SHARES) {
    if (draw < share) return kind
    draw -= share
  }
  return 'text'
}

/** Message `n` of a conversation: recalls, edits and replies are of something said in the last thirty messages. */
function messageOf(room: string, n: number, sourceTs: number | null, next: () => number): RecordFields {
  const kind = n < 30 ? 'text' : kindFor(next)
  const who = Math.floor(next() * 6)
  const about = kind === 'recall' || kind === 'edit' || (kind === 'text' && next() < 0.05)
  return {
    platform: 'wecom',
    origin: 'bench',
    sourceId: `${room}/${n}`,
    conversation: room,
    sender: `${room}-account-${who}`,
    senderName: `经办${'甲乙丙丁戊己'[who]}`,
    recipients: '',
    sourceTs,
    kind,
    refersTo: about && n >= 30 ? `${room}/${n - 1 - Math.floor(next() * 30)}` : '',
    extra: '',
    body: kind === 'recall' ? '' : `${textOf(next)} ${markOf(n)}`,
  }
}

function markOf(n: number): string {
  return `〔${n.toString(36)}〕`
}

function arrivalOf(fields: RecordFields, seed: Uint8Array): Arrival {
  const made = { seed, digest: recordDigest(seed, fields), encoded: encodeRecord(seed, fields) }
  const importId = 'imp_aaaaaaaaaaaaaaaa' as ImportId // of the right form
  return {
    fields,
    identity: fields.sourceId,
    conversationTitle: `群 ${fields.conversation}`,
    members: [],
    importId,
    ...made,
  }
}

/** Every message of the house in order of time: conversations lie between each other, as an import of a year brings them. */
function* story(seed: number): Generator<RecordFields> {
  const next = chance(seed)
  const all = SIZES.long + SIZES.others
  // Bursts: most messages follow the one before within minutes, some days are silent.
  const gaps = Array.from({ length: all }, () => (next() < 0.002 ? next() * 200 : next() ** 4))
  const scale = (LAST - FIRST) / gaps.reduce((sum, gap) => sum + gap, 0)
  const counts = new Map<string, number>()
  let time = FIRST
  let long = 0
  for (let n = 0; n < all; n++) {
    time += (gaps[n] ?? 0) * scale
    const isLong = n === 0 || next() < (SIZES.long - long) / (all - n)
    if (isLong) long++
    const room = isLong ? 'long' : `room-${Math.floor(next() * SIZES.otherConversations)}`
    const at = counts.get(room) ?? 0
    counts.set(room, at + 1)
    yield messageOf(room, at, next() < 0.0005 ? null : Math.floor(time), next)
  }
}

/** Builds the house in a folder of its own. @param dir empty or not there; default: a temporary one */
export async function buildLongHouse(
  seed: number,
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-long-')),
): Promise<LongHouse> {
  const began = performance.now()
  const config = readConfig({}, ['--house', join(dir, 'house'), '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, { demo: true })
  const listening = await listen(house, config)
  const link = await house.identity.issueFirstAdministratorLink()
  const cast = await enrolCast(listening.base, `#${link?.token}`, await storyPeople(), systemClock)
  const legal = cast.get('legal')
  if (!legal) throw new Error('nobody of the cast is legal')
  const marks: { time: number; mark: string }[] = []
  let messages = 0
  let batch: Arrival[] = []
  const send = async () => {
    messages += batch.length
    await house.archive.journal.admit(batch)
    batch = []
  }
  const seeds = new Uint8Array(16)
  for (const fields of story(seed)) {
    new DataView(seeds.buffer).setUint32(0, messages + batch.length)
    batch.push(arrivalOf(fields, seeds.slice()))
    if (fields.conversation === 'long' && fields.sourceTs !== null && fields.kind === 'text')
      marks.push({ time: fields.sourceTs, mark: markOf(Number(fields.sourceId.split('/')[1])) })
    if (batch.length === BATCH) await send()
  }
  await send()
  await house.search.reach(house.archive.catalog.counts().entries)
  await house.search.settle()
  await listening.close()
  await close()
  const { username, password, totpSecret } = legal
  const buildSeconds = Math.round((performance.now() - began) / 1000)
  return {
    dir: join(dir, 'house'),
    long: SIZES.long,
    messages,
    marks,
    signIn: { username, password, totpSecret },
    buildSeconds,
  }
}
