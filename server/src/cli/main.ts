import { endOnUncaught } from '#platform'
import { run } from './run.ts'

if (import.meta.main) {
  endOnUncaught()
  // whoever read the answer has seen enough (`| head`): what was begun is ended, without a word
  process.stdout.on('error', () => undefined)
  process.exitCode = await run(process.argv.slice(2))
}
