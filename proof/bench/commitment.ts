import { encodeRecord, type RecordFields, recordDigest } from '../src/index.ts'

// `node proof/bench/commitment.ts`: CPU time a record, one JSON line each.

const fields: RecordFields = {
  platform: 'sms',
  origin: 'phone-1',
  sourceId: 'm-1001',
  conversation: 'thread-7',
  sender: '13800138000',
  senderName: '张小凡',
  recipients: '["13900139000"]',
  sourceTs: 1_693_526_400_000,
  kind: 'text',
  refersTo: '',
  extra: '',
  body: '你好啊，今天的订单怎么还没有到货，请回一',
}
const seed = new Uint8Array(16).fill(7)

function measure(bench: string, work: () => void): void {
  const rounds: number[] = []
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage()
    for (let i = 0; i < 20_000; i++) work()
    const used = process.cpuUsage(before)
    rounds.push((used.user + used.system) / 20_000)
  }
  console.log(JSON.stringify({ bench, microseconds: Math.min(...rounds) }))
}

measure('record-digest', () => recordDigest(seed, fields))
measure('record-digest-no-text', () => recordDigest(seed, { ...fields, body: '', sender: '', senderName: '' }))
measure('record-digest-body-only-added', () => recordDigest(seed, { ...fields, sender: '', senderName: '' }))
measure('encode-record', () => encodeRecord(seed, fields))
