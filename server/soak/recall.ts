import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { arrivalOfLine, type CorpusLine, corpusLines, openSearchHouse, type SearchHouse } from '#test/search-house'
import { chance, normalise } from '#test/search-oracle'
import { sharedData } from '#test/shared'

// `npm run soak -- recall 5000`: random substrings of every shared corpus together, asked for through a real archive and
// index, page by page, in both modes, against a scan of the texts that shares no code with the search.

export interface RecallReport {
  corpora: number
  messages: number
  substrings: number
  /** Hits compared, both modes. */
  hits: number
  /** Substrings that fold to nothing and are refused in normal mode. */
  refused: number
  problems: string[]
  indexedPerSecond: number
  seconds: number
}

export interface RecallOptions {
  /** Names of corpora; default: every one that is there. */
  corpora?: readonly string[]
  /** Lines taken of each; default: all. */
  most?: number
  seed?: number
  say?: (line: string) => void
}

/** Null where the shared data is absent. `problems` is empty when every answer equalled the scan. */
export async function run(n: number, options: RecallOptions = {}): Promise<RecallReport | null> {
  const { most, seed = 1, say = () => {} } = options
  const corpora = options.corpora ?? allCorpora()
  const paths = corpora.map((corpus) => sharedData('corpus', `${corpus}.jsonl.gz`)).filter((path) => path !== null)
  if (paths.length === 0) return null
  const startedAt = performance.now()
  const house = await openSearchHouse()
  try {
    const archive = emptyArchive()
    for (const path of paths) {
      await fill(house, path, most, archive)
      say(`${archive.texts.length} messages archived so far`)
    }
    say(`${archive.texts.length} messages archived and indexed in ${seconds(startedAt)} s`)
    const report: RecallReport = {
      corpora: paths.length,
      messages: archive.texts.length,
      substrings: 0,
      hits: 0,
      refused: 0,
      problems: [],
      indexedPerSecond: Math.round((archive.texts.length * 1000) / (performance.now() - startedAt)),
      seconds: 0,
    }
    const random = chance(seed)
    for (let at = 0; at < n; at++) {
      // Half way the index is sorted and shrunk: answers must not change.
      if (at === Math.floor(n / 2)) await house.search.settle()
      await compare(house, archive, substringOf(random.pick(archive.texts), random), report)
      if (at % 50 === 49) say(`${at + 1}/${n}: ${report.hits} hits, ${report.problems.length} problems`)
    }
    report.seconds = seconds(startedAt)
    return report
  } finally {
    await house.close()
  }
}

/** The corpora beside the repository, by name. */
function allCorpora(): string[] {
  const dir = sharedData('corpus')
  if (!dir) return []
  const files = readdirSync(dir).filter((file) => file.endsWith('.jsonl.gz'))
  return files.map((file) => file.slice(0, -'.jsonl.gz'.length)).sort()
}

/** What was admitted, place by place. */
export interface Filled {
  conversations: string[]
  texts: string[]
  folded: string[]
  numbers: number[]
  times: (number | null)[]
}

function emptyArchive(): Filled {
  return { conversations: [], texts: [], folded: [], numbers: [], times: [] }
}

/** Admits a corpus to the house, after what `filled` says was admitted before, and waits until it is searchable. */
export async function fill(
  house: SearchHouse,
  path: string,
  most: number | undefined,
  filled = emptyArchive(),
): Promise<Filled> {
  const corpus = basename(path)
  let batch: CorpusLine[] = []
  const flush = async () => {
    const outcomes = await house.archive.journal.admit(batch.map(arrivalOfLine))
    outcomes.forEach(({ record }, at) => {
      const line = batch[at]
      if (!line) return
      filled.conversations.push(line.conv)
      filled.texts.push(line.text)
      filled.folded.push(normalise(line.text))
      filled.numbers.push(record)
      filled.times.push(typeof line.ts === 'number' ? line.ts : null)
    })
    batch = []
  }
  for await (const line of corpusLines(path, most)) {
    batch.push({ ...line, conv: `${corpus}/${line.conv}` }) // two corpora may name a conversation alike
    if (batch.length === 1000) await flush()
  }
  if (batch.length > 0) await flush()
  await house.search.reach((filled.numbers.at(-1) ?? -1) + 1)
  return filled
}

/** One to eight code points of a text, none where the text is empty. */
function substringOf(text: string, random: ReturnType<typeof chance>): string {
  const characters = [...text]
  const from = random.below(Math.max(1, characters.length))
  return characters.slice(from, from + 1 + random.below(8)).join('')
}

async function compare(house: SearchHouse, archive: Filled, substring: string, report: RecallReport): Promise<void> {
  if (substring === '') return
  report.substrings++
  const query = `"${substring.replaceAll('"', '""')}"`
  for (const mode of ['normal', 'exact'] as const) {
    const wanted = mode === 'exact' ? substring : normalise(substring)
    if (wanted === '') {
      report.refused++
      continue
    }
    const expected = scan(mode === 'exact' ? archive.texts : archive.folded, wanted, archive)
    const found = await house.findAll(query, { mode })
    report.hits += expected.length
    const isEqual = found.total === expected.length && found.numbers.join() === expected.join()
    // the place in the sampling, not the text: reports are kept
    if (!isEqual) report.problems.push(`substring ${report.substrings} ${mode}: ${found.total} of ${expected.length}`)
  }
}

/** Newest first, undated last. */
function scan(texts: readonly string[], wanted: string, { numbers, times }: Filled): number[] {
  const places: number[] = []
  for (let at = 0; at < texts.length; at++) if (texts[at]?.includes(wanted)) places.push(at)
  const time = (at: number) => times[at] ?? Number.NEGATIVE_INFINITY
  const number = (at: number) => numbers[at] ?? 0
  places.sort((a, b) => (time(a) === time(b) ? number(b) - number(a) : time(b) - time(a)))
  return places.map(number)
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { n: { type: 'string', default: '1000' } } })
  const report = await run(Number(values.n), { say: (line) => console.error(line) })
  if (!report) {
    console.error('skipped: the shared data (corpus) is not here')
    process.exit(0)
  }
  console.log(JSON.stringify({ soak: 'recall', ...report }))
  process.exit(report.problems.length === 0 ? 0 : 1)
}
