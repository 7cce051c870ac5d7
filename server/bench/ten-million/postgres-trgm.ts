import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sizeOf } from '../size-of.ts'
import { type Peer, told } from './peer.ts'
import { replay } from './replay.ts'

// PostgreSQL with pg_trgm's GIN index, in a cluster of its own below the bench's folder. It refuses to run as root, so
// there it runs as the user that Debian's package made.

const BIN = newest('/usr/lib/postgresql')
const USER =
  process.getuid?.() === 0 ? Number(spawnSync('id', ['-u', 'postgres']).stdout.toString()) || undefined : undefined

export const postgresTrgm: Peer = {
  name: 'postgres_trgm',
  absent: BIN ? null : 'PostgreSQL is not here: apt-get install postgresql',
  async open(home, messages) {
    const dir = join(home, 'postgres')
    const data = join(dir, 'data')
    if (!existsSync(join(dir, 'built'))) {
      rmSync(dir, { recursive: true, force: true })
      mkdirSync(dir, { recursive: true })
      if (USER !== undefined) chownSync(dir, USER, USER)
      run('initdb', ['-D', data, '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '-U', 'bench'])
    }
    const options = `-k ${dir} -c listen_addresses= -c shared_buffers=1GB -c maintenance_work_mem=1GB -c fsync=off -c max_wal_size=8GB`
    run('pg_ctl', ['-D', data, '-w', '-t', '600', '-l', join(dir, 'log'), '-o', options, 'start'])
    try {
      if (!existsSync(join(dir, 'built'))) {
        await build(dir, messages)
        writeFileSync(join(dir, 'built'), '')
      }
    } catch (error) {
      run('pg_ctl', ['-D', data, '-w', 'stop'])
      throw error
    }
    const psql = told(join(BIN, 'psql'), [...CLIENT, '-h', dir], USER)
    return {
      bytes: sizeOf(join(data, 'base')),
      async ask({ strings }) {
        const where = strings.map((string) => `text ilike '%${string}%'`).join(' and ')
        const answer = await psql.tell(
          `select count(*) from m where ${where};\nselect text from m where ${where} order by id desc limit 50;\n\\echo ${LAST}\n`,
          (line) => line === LAST,
        )
        return Number(answer[0])
      },
      async close() {
        await psql.end()
        run('pg_ctl', ['-D', data, '-w', '-m', 'fast', 'stop'])
      },
    }
  },
}

const LAST = '-- that was all --'
const CLIENT = ['-X', '-q', '-A', '-t', '-U', 'bench', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1']

async function build(dir: string, messages: number): Promise<void> {
  const psql = told(join(BIN, 'psql'), [...CLIENT, '-h', dir], USER)
  await psql.write('create extension pg_trgm; create table m (id bigint, text text);\ncopy m from stdin;\n')
  let lines = ''
  for await (const { seq, text } of replay(messages)) {
    lines += `${seq}\t${text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\0/g, '')}\n`
    if (lines.length < 1_000_000) continue
    await psql.write(lines)
    lines = ''
  }
  await psql.write(`${lines}\\.\n`)
  const steps = 'create index on m using gin (text gin_trgm_ops); alter table m add primary key (id); vacuum analyze m;'
  await psql.tell(`${steps}\n\\echo ${LAST}\n`, (line) => line === LAST)
  await psql.end()
}

function run(program: string, args: readonly string[]): void {
  const who = USER === undefined ? {} : { uid: USER, gid: USER }
  const { status, stderr } = spawnSync(join(BIN, program), args, {
    ...who,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
}

function newest(root: string): string {
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions[0] ? join(root, versions[0], 'bin') : ''
}
