import { benches, finish } from './benches.ts'

// `npm run bench [-- NAME ...] [--data DIR] [--rows N]`: one JSON line per figure, {"bench": NAME, ...}. Talk goes to stderr.
// Corpora come from the shared data beside the repository, or from DIR. N: rows of the bench `exports`.

const args = process.argv.slice(2)
for (const [option, variable] of [
  ['--data', 'CUNZHEN_SHARED'],
  ['--rows', 'CUNZHEN_BENCH_ROWS'],
] as const) {
  const at = args.indexOf(option)
  if (at < 0) continue
  process.env[variable] = args[at + 1] ?? ''
  args.splice(at, 2)
}
const wanted = args.length > 0 ? args : Object.keys(benches)
const unknown = wanted.filter((name) => !benches[name])
if (unknown.length > 0) {
  process.stderr.write(`no such bench: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
let failed = 0
for (const name of wanted) {
  try {
    const figures = await benches[name]?.()
    process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`)
  } catch (error) {
    failed += 1
    process.stderr.write(`bench ${name} failed: ${error instanceof Error ? error.stack : error}\n`)
  }
}
await finish()
process.exit(failed === 0 ? 0 : 1)
