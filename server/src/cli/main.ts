import { endOnUncaught } from '#platform'
import { run } from './run.ts'

if (import.meta.main) {
  endOnUncaught()
  process.exitCode = await run(process.argv.slice(2))
}
