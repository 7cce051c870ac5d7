import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { FlatScan } from '#test/flat-scan'
import { arrivalOfLine, type CorpusLine, corpusLines, openSearchHouse, type SearchHouse } from '#test/search-house'
import { chance, normalise } from '#test/search-oracle'
import { sharedData } from '#test/shared'

// `npm run soak -- recall 5000`: random substrings of every shared corpus together, asked for through a real archive and
// index, page by page to the last hit, in both modes, against a scan of the texts that shares no code with the search.

export interface RecallReport {
  corpora: number
  messages: number
  /** Different ones. */
  substrings: number
  /** Hits compared, number by number, both modes. */
  hits: number
  /** The longest answer. */
  mostHits: number
  /** Substrings that fold to nothing and are refused in normal mode. */
  refused: number
  /** Substrings for which the scan itself was held against `includes`, text by text. */
  scansProved: number
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

/** Substrings asked for at once: one searcher answers, the other's answer is compared. */
const LANES = 2
/** The largest page that the API gives; what is left of long answers comes in pages of `REST`. */
const FIRST_PAGE = 500
const REST = 20_000
/** Of the substrings, how many are also looked for in the plainest way that there is. */
const PROVED = 1 / 50

/** Null where the shared data is absent. `problems` is empty when every answer equalled the scan. */
export async function run(n: number, options: RecallOptions = {}): Promise<RecallReport | null> {
  const { most, seed = 1, say = () => {} } = options
  const corpora = options.corpora ?? allCorpora()
  const paths = corpora.map((corpus) => sharedData('corpus', `${corpus}.jsonl.gz`)).filter((path) => path !== null)
  if (paths.length === 0) return null
  const startedAt = performance.now()
  const house = await openSearchHouse({ searchers: LANES })
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
      mostHits: 0,
      refused: 0,
      scansProved: 0,
      problems: [],
      indexedPerSecond: Math.round((archive.texts.length * 1000) / (performance.now() - startedAt)),
      seconds: 0,
    }
    const oracle = new Oracle(archive)
    const asked = someSubstrings(n, archive.texts, chance(seed))
    // Part of the way the index is sorted and shrunk: answers must not change.
    const early = Math.ceil(n / 10)
    await compareAll(house, oracle, asked.slice(0, early), report, say)
    await house.search.settle()
    say(`settled after ${seconds(startedAt)} s`)
    await compareAll(house, oracle, asked.slice(early), report, say)
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
    outcomes.forEach(({ outcome, record }, at) => {
      const line = batch[at]
      if (!line || outcome !== 'archived') throw new Error('a line of a corpus is not a message of its own')
      filled.conversations.push(line.conv)
      filled.texts.push(line.text)
      filled.folded.push(normalise(line.text))
      filled.numbers.push(record)
      filled.times.push(typeof line.ts === 'number' ? line.ts : null)
    })
    batch = []
  }
  for await (const line of corpusLines(path, most)) {
    // two corpora may name a conversation alike, and one may number two of its messages alike: here each is one of its own
    batch.push({ ...line, conv: `${corpus}/${line.conv}`, seq: filled.numbers.length + batch.length })
    if (batch.length === 1000) await flush()
  }
  if (batch.length > 0) await flush()
  await house.search.reach((filled.numbers.at(-1) ?? -1) + 1)
  return filled
}

/** `n` different ones, fewer where there are not so many; as frequent ones are drawn again and again, once is enough. */
function someSubstrings(n: number, texts: readonly string[], random: ReturnType<typeof chance>): string[] {
  const found = new Set<string>()
  for (let draws = 0; found.size < n && draws < 20 * n; draws++) {
    const substring = substringOf(random.pick(texts), random)
    if (substring !== '') found.add(substring)
  }
  return [...found]
}

/** One to eight code points of a text, none where the text is empty. */
function substringOf(text: string, random: ReturnType<typeof chance>): string {
  const characters = [...text]
  const from = random.below(Math.max(1, characters.length))
  return characters.slice(from, from + 1 + random.below(8)).join('')
}

/** What the right answers are. */
class Oracle {
  readonly #numbers: number[]
  readonly #texts: Readonly<Record<Mode, string[]>>
  readonly #scans: Readonly<Record<Mode, FlatScan>>

  constructor({ texts, folded, numbers, times }: Filled) {
    const time = (at: number) => times[at] ?? Number.NEGATIVE_INFINITY
    const number = (at: number) => numbers[at] ?? 0
    // newest first, undated last
    const order = numbers
      .map((_, at) => at)
      .sort((a, b) => (time(a) === time(b) ? number(b) - number(a) : time(b) - time(a)))
    const inOrder = (list: readonly string[]) => order.map((at) => list[at] ?? '')
    this.#numbers = order.map(number)
    this.#texts = { normal: inOrder(folded), exact: inOrder(texts) }
    this.#scans = { normal: new FlatScan(this.#texts.normal), exact: new FlatScan(this.#texts.exact) }
  }

  numbersWith(wanted: string, mode: Mode): number[] {
    return this.#scans[mode].placesOf(wanted).map((place) => this.#numbers[place] ?? 0)
  }

  /** The same without any cleverness. */
  plainNumbersWith(wanted: string, mode: Mode): number[] {
    return this.#numbers.filter((_, place) => this.#texts[mode][place]?.includes(wanted))
  }
}

type Mode = 'normal' | 'exact'

async function compareAll(
  house: SearchHouse,
  oracle: Oracle,
  substrings: readonly string[],
  report: RecallReport,
  say: (line: string) => void,
): Promise<void> {
  const waiting = substrings.values()
  const lanes = Array.from({ length: LANES }, async () => {
    for (const substring of waiting) {
      report.substrings++
      const no = report.substrings
      for (const mode of ['normal', 'exact'] as const) await compare(house, oracle, substring, mode, report, no)
      if (no % 50 === 0) say(`${no}: ${report.hits} hits, ${report.problems.length} problems`)
    }
  })
  await Promise.all(lanes)
}

async function compare(
  house: SearchHouse,
  oracle: Oracle,
  substring: string,
  mode: Mode,
  report: RecallReport,
  no: number,
): Promise<void> {
  const wanted = mode === 'exact' ? substring : normalise(substring)
  if (wanted === '') {
    report.refused++
    return
  }
  const searching = findAll(house, `"${substring.replaceAll('"', '""')}"`, mode)
  const expected = oracle.numbersWith(wanted, mode)
  if (no % (1 / PROVED) === 1) {
    if (!isSame(expected, oracle.plainNumbersWith(wanted, mode))) report.problems.push(`scan ${no} ${mode}`)
    report.scansProved++
  }
  const found = await searching
  report.hits += expected.length
  report.mostHits = Math.max(report.mostHits, expected.length)
  // the place in the sampling, not the text: reports are kept
  if (found.total !== expected.length || !isSame(found.numbers, expected))
    report.problems.push(`substring ${no} ${mode}: ${found.total} of ${expected.length}`)
}

async function findAll(house: SearchHouse, query: string, mode: Mode): Promise<{ numbers: number[]; total: number }> {
  const numbers: number[] = []
  for (let cursor: string | null = null, limit = FIRST_PAGE; ; limit = REST) {
    const page: Awaited<ReturnType<SearchHouse['find']>> = await house.find(query, { mode, limit, cursor })
    for (const { record } of page.hits) numbers.push(record)
    cursor = page.next
    if (!cursor) return { numbers, total: page.total }
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at])
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10
}
