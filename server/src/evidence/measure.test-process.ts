import { performance } from 'node:perf_hooks'
import { EXPORT_FORMATS } from './index.ts'
import { arrivalOf, openWorld, type Said } from './world.test-support.ts'

// node server/src/evidence/measure.test-process.ts [rows] [csv,xlsx]: one export of so many rows, masked and proven, checked at the end, as
// one JSON line. Bodies in the shape of service talk: one in five names a person or a number.

const rows = Number(process.argv[2] ?? 20_000)
const formats = EXPORT_FORMATS.filter((each) => (process.argv[3] ?? 'csv,xlsx').split(',').includes(each))
const TALK = [
  '您好，请问这笔款什么时候到账，我已经等了三天了',
  '收到，稍等',
  '我帮您查一下，请问您的订单号是多少呢',
  '请联系张伟，电话13800138000',
  'ok 谢谢',
]

function saidBy(n: number): Said {
  return {
    body: `${TALK[n % TALK.length] ?? ''} ${n}`,
    conversation: `room-${n % 500}`,
    sender: `wmAccount${n % 2000}`,
    name: `经办${n % 2000}`,
    at: 1_690_000_000_000 + ((n * 7919) % 10_000_000) * 1000,
    fields: { recipients: '', extra: '' },
  }
}

const world = await openWorld([])
for (let at = 0; at < rows; at += 1000) {
  await world.archive.journal.admit(
    Array.from({ length: Math.min(1000, rows - at) }, (_, i) => arrivalOf(at + i, saidBy(at + i))),
  )
}
world.grant.scope = { ...world.grant.scope, conversations: Array.from({ length: 500 }, (_, i) => (i + 1) as never) }
const before = process.memoryUsage.rss()
let peak = before
const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 50)
const start = performance.now()
const cpu = process.cpuUsage()
const id = await world.run({ formats })
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(cpu)
clearInterval(timer)
const view = await world.exports.view(world.people.requester, id)
console.log(
  JSON.stringify({
    bench: 'export',
    rows,
    formats: formats.join(','),
    state: view.state,
    problem: view.problem,
    seconds: Number(seconds.toFixed(2)),
    per_second: Math.round(rows / seconds),
    cpu_seconds: Number(((user + system) / 1e6).toFixed(2)),
    package_mb: Number(((view.bytes ?? 0) / 1e6).toFixed(1)),
    rss_before_mib: Math.round(before / 2 ** 20),
    rss_peak_mib: Math.round(peak / 2 ** 20),
  }),
)
await world.close()
