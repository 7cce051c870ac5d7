import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sizeOf } from '../size-of.ts'
import { type Peer, told } from './peer.ts'
import { replay } from './replay.ts'

// Groonga, a full-text engine made for Chinese, Japanese and Korean: overlapping bigrams of all characters, positions kept.

export const groonga: Peer = {
  name: 'groonga',
  absent: spawnSync('groonga', ['--version']).status === 0 ? null : 'Groonga is not here: apt-get install groonga-bin',
  async open(home, messages) {
    const dir = join(home, 'groonga')
    const built = join(dir, 'built')
    const db = join(dir, 'db')
    if (!existsSync(built)) {
      rmSync(dir, { recursive: true, force: true })
      mkdirSync(dir, { recursive: true })
      await build(db, messages)
      writeFileSync(built, '')
    }
    const engine = told('groonga', [db])
    return {
      bytes: sizeOf(dir),
      async ask({ strings }) {
        const query = strings.map((string) => `\\"${string}\\"`).join(' ')
        const [line = ''] = await engine.tell(
          `select M --match_columns text --query "${query}" --output_columns _key,text --sort_keys -_key --limit 50\n`,
          () => true,
        )
        const answer = JSON.parse(line) as [unknown, [[[number]]]] // head, then one result set: [[total], ...]
        return answer[1][0][0][0]
      },
      close: () => engine.end(),
    }
  },
}

const COLUMNS = [
  'table_create M TABLE_PAT_KEY UInt32',
  'column_create M text COLUMN_SCALAR Text',
  'table_create T TABLE_PAT_KEY ShortText --default_tokenizer TokenBigramSplitSymbolAlphaDigit --normalizer NormalizerNFKC130',
]
const INDEX = 'column_create T m COLUMN_INDEX|WITH_POSITION M text'
/** As many as one command holds without its answer growing late. */
const PER_LOAD = 5000

async function build(db: string, messages: number): Promise<void> {
  const engine = told('groonga', ['-n', db])
  const tell = (command: string) => engine.tell(`${command}\n`, () => true)
  for (const command of COLUMNS) await tell(command)
  let rows: string[] = []
  const load = async () => {
    if (rows.length > 0) await tell(`load --table M --values '[${rows.join(',')}]'`)
    rows = []
  }
  for await (const { seq, text } of replay(messages)) {
    rows.push(JSON.stringify({ _key: seq, text }).replace(/'/g, '\\u0027').replace(/\\/g, '\\\\'))
    if (rows.length === PER_LOAD) await load()
  }
  await load()
  await tell(INDEX)
  await engine.end()
}
