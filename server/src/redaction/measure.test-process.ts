import { performance } from 'node:perf_hooks'
import { buildRoster, findSensitive, maskText } from './index.ts'

// node server/src/redaction/measure.test-process.ts [roster size]: characters a second of findSensitive and of masking, as one
// JSON line. Service talk, one message in five with a number or a name.

const names = Number(process.argv[2] ?? 10_000)
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂']
const families = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐']
const nameOf = (n: number) => `${families[n % 25]}${given[Math.floor(n / 25) % 20]}${given[Math.floor(n / 500) % 20]}`
const built = performance.now()
const roster = buildRoster(
  'measure',
  Array.from({ length: names }, (_, n) => ({ name: nameOf(n), person: `par_${n}`, kind: 'name' as const })),
)
const buildMs = performance.now() - built
const talk = [
  '您好，请问这笔款什么时候到账，我已经等了三天了',
  '收到，稍等',
  '我帮您查一下，请问您的订单号202311110001是多少呢',
  '请联系王伟伟，电话13800138000',
  'ok 谢谢，麻烦您了',
]
const texts = Array.from({ length: 50_000 }, (_, n) => `${talk[n % talk.length] ?? ''} ${n}`)
const characters = texts.reduce((sum, text) => sum + text.length, 0)
const rates: number[] = []
for (let round = 0; round < 5; round += 1) {
  const start = performance.now()
  for (const text of texts) findSensitive(text, roster)
  rates.push(characters / ((performance.now() - start) / 1000))
}
const start = performance.now()
for (const text of texts) maskText(text, findSensitive(text, roster))
const masking = characters / ((performance.now() - start) / 1000)
console.log(
  JSON.stringify({
    bench: 'redaction',
    roster: names,
    build_ms: Math.round(buildMs),
    find_chars_per_second: Math.round(Math.max(...rates)),
    find_and_mask_chars_per_second: Math.round(masking),
  }),
)
