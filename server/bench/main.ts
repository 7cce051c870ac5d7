import { benches, finish } from './benches.ts'

// `npm run bench [-- NAME ...] [--data DIR]`: one JSON line per figure, {"bench": NAME, ...}. Talk goes to stderr.
// Corpora come from the shared data beside the repository, or from DIR.

const args = process.argv.slice(2)
const at = args.indexOf('--data')
if (at >= 0) {
  process.env.CUNZHEN_SHARED = args[at + 1] ?? ''
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
