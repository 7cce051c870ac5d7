import { readFileSync } from 'node:fs'

/**
 * What stands in a table of text, below its first line, which says where it is from. A large table is no module: each thread would keep
 * its source for as long as it lives, and the text in it once more, beside what was made of it.
 */
export function readTable(file: URL): string {
  const text = readFileSync(file, 'utf8')
  return text.slice(text.indexOf('\n') + 1)
}

const LINE = 0x0a

/** Its lines, each by itself: what is kept of one does not keep the rest in memory. */
export function* linesOfTable(file: URL): Generator<string> {
  const bytes = readFileSync(file)
  for (let from = bytes.indexOf(LINE) + 1, to = 0; from > 0; from = to + 1) {
    to = bytes.indexOf(LINE, from)
    yield bytes.toString('utf8', from, to < 0 ? bytes.length : to)
    if (to < 0) return
  }
}
