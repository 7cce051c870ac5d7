import { once } from 'node:events'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { parseArgs } from 'node:util'
import { Refusal } from '#base'
import { type Config, say } from '#platform'
import { buildRoster, type DetectPoint, detectThrough, type Finding, type Roster } from '#redaction'

/** Characters of one line of the file. */
const LONGEST_LINE = 16 * 1024 * 1024
/** Lines of one conversation that are looked at together, and their characters. */
const MOST_LINES = 2000
const MOST_CHARACTERS = 4 * 1024 * 1024
/** Lines that follow one another with the same value here are one conversation. */
const GROUPS = ['conversation', 'conv', 'dialog'] as const

interface Line {
  line: Record<string, unknown>
  text: string
  group: string | null
}

/**
 * `cunzhen detect --in FILE.jsonl --point review|release [--roster FILE]`: reads `{"text": …}` lines and writes the same lines with
 * `entities: [{start, end, kind, confidence}]`, offsets in UTF-16 units. Needs no house. A roster is a text file, a person a line,
 * further names of the person behind tabs.
 *
 * @throws Refusal `line_unreadable`, `line_too_long` with the number of the line and nothing of its content
 */
export async function detectFile(_config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { in: { type: 'string' }, point: { type: 'string' }, roster: { type: 'string' } },
  })
  const { point } = values
  if (point !== 'review' && point !== 'release') {
    say('name the point: --point review or --point release')
    return 2
  }
  if (values.in === undefined || [values.in, values.roster].some((path) => path !== undefined && !existsSync(path))) {
    say('name a file that is there: --in FILE.jsonl [--roster FILE]')
    return 2
  }
  const roster = values.roster === undefined ? null : readRoster(values.roster)
  for await (const group of groupsOf(linesOf(values.in))) {
    const out = detectGroup(group, roster, point)
    if (!process.stdout.write(out)) await once(process.stdout, 'drain')
  }
  return 0
}

/** One line of output for each of a group, in order. */
function detectGroup(group: readonly Line[], roster: Roster | null, point: DetectPoint): string {
  const texts = group.map(({ text }) => text)
  const all = detectThrough(texts, { point, roster })
  return group.map(({ line }, i) => `${JSON.stringify({ ...line, entities: (all[i] ?? []).map(entityOf) })}\n`).join('')
}

function entityOf({ start, end, kind, confidence }: Finding): object {
  return { start, end, kind, confidence: Number(confidence.toFixed(3)) }
}

function readRoster(path: string): Roster {
  const people = readFileSync(path, 'utf8').split(/\r?\n/)
  return buildRoster(
    'file',
    people.flatMap((line, n) =>
      line
        .split('\t')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => ({ name, person: `psn_${n}`, kind: 'name' as const })),
    ),
  )
}

async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 0
  let rest = ''
  const decoder = new StringDecoder('utf8')
  // a stream without an encoding hands out buffers
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      number += 1
      if (line.trim() !== '') yield parseLine(line, number)
    }
    if (rest.length > LONGEST_LINE) throw new Refusal('invalid', 'line_too_long', { line: number + 1 })
  }
  rest += decoder.end()
  if (rest.trim() !== '') yield parseLine(rest, number + 1)
}

function parseLine(line: string, number: number): Line {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    throw new Refusal('invalid', 'line_unreadable', { line: number })
  }
  if (typeof parsed !== 'object' || parsed === null || !('text' in parsed) || typeof parsed.text !== 'string')
    throw new Refusal('invalid', 'line_unreadable', { line: number })
  // it is an object with a text: its other fields are handed on as they are
  const fields = parsed as Record<string, unknown>
  const group = GROUPS.map((name) => fields[name]).find(
    (value) => typeof value === 'string' || typeof value === 'number',
  )
  return { line: fields, text: parsed.text, group: group === undefined ? null : String(group) }
}

async function* groupsOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let open: Line[] = []
  let characters = 0
  let broken: unknown = null
  try {
    for await (const line of lines) {
      const goesOn = line.group !== null && line.group === open[0]?.group
      if (
        open.length > 0 &&
        (!goesOn || open.length >= MOST_LINES || characters + line.text.length > MOST_CHARACTERS)
      ) {
        yield open
        open = []
        characters = 0
      }
      open.push(line)
      characters += line.text.length
    }
  } catch (error) {
    broken = error // what stands before the bad line is answered first
  }
  if (open.length > 0) yield open
  if (broken !== null) throw broken
}
