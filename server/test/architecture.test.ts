import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Import, importsOf, isTest, ROOT, type SourceFile, sourceFiles } from './source-scan.ts'

// The arrows of ARCHITECTURE.md. A room imports only rooms of lower floors, only through `#room`; rooms of one floor do
// not know each other. A room that does not exist yet is not in any list of violations; one that is not in the table is.

const FLOORS = [
  ['base'],
  ['access', 'policy', 'platform'],
  ['ledger'],
  ['audit'],
  ['identity', 'subjects', 'archive', 'backup'],
  ['intake', 'search', 'requests', 'redaction', 'cases', 'anchors', 'papers', 'calendars'],
  ['connectors', 'evidence', 'retention', 'insight', 'oversight', 'notices'],
  ['api', 'jobs'],
  ['wire'],
  ['main', 'cli', 'demo'], // programs: nobody imports them
]

/** Private doors and who may use them. Tests of any room may: they stand where wire stands. */
const PRIVATE_DOORS: Record<string, readonly string[]> = {
  '#access/mint': ['requests'], // only an approved request makes a permit
  '#policy/masks': ['redaction'], // the rules without what reads them
  '#redaction/screen': ['api'], // what a thread that shows hits loads
  '#platform/house': ['api', 'wire', 'cli', 'demo', 'main'], // what workers must not load
  '#platform/keys': ['archive', 'search', 'evidence', 'backup', 'wire', 'cli', 'demo', 'main'], // file and content keys
}

/** Arrows that may never be, said apart from the floors because each is a promise of its own. */
const NEVER: readonly { from: string; to: string; because: string }[] = [
  { from: 'ledger', to: 'archive', because: 'the ledger must not know what it holds' },
  { from: 'search', to: 'requests', because: 'search obeys permits, it does not know how they come about' },
  { from: 'archive', to: 'requests', because: 'the archive asks the register of grants it is given' },
]

/** The same of proof: what an examiner reads from the bytes up to the words of the verdict. Its door, index.ts, stands above them all. */
const INSIDE_PROOF = [
  ['bytes'],
  ['crypto'],
  ['ledger'],
  ['record'],
  ['completeness', 'timestamp'],
  ['renewal'],
  ['containers'],
  ['package'],
  ['render'],
  ['verify'],
  ['words'],
]

/** Folders of the rooms that are large enough to have floors of their own, lowest first. A room's doors stand above them all. */
const INSIDE: Record<string, readonly (readonly string[])[]> = {
  redaction: [
    ['text'],
    ['words'],
    ['codes', 'places', 'english', 'masks'],
    ['names'],
    ['roster'],
    ['detect'],
    ['house'],
  ],
  search: [['folding'], ['shards'], ['query'], ['find', 'write']],
  evidence: [
    ['containers', 'register'],
    ['standing', 'formats'],
    ['rows'],
    ['package'],
    ['alarms'],
    ['release'],
    ['copies'],
  ],
}

const SERVER = sourceFiles('server')
const PROOF = sourceFiles('proof')
// The walk drives a real house from outside, and tests hold the console's words against the server's own lists: neither is
// part of what a browser loads.
const CONSOLE = sourceFiles('console').filter(({ path }) => !path.startsWith('console/walk/') && !isTest(path))

/** The room a file of server/src belongs to; `wire` and `main` are files; null outside src. */
function roomOf(path: string): string | null {
  const [, room] = /^server\/src\/([a-z]+)(?:\/|\.ts$)/.exec(path) ?? []
  return room ?? null
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room))
}

/** `file:line imports X: why not` for each import that `verdict` gives a reason against. */
function violations(files: SourceFile[], verdict: (each: Import, file: SourceFile) => string | null): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((each) => {
      const reason = verdict(each, file)
      return reason === null ? [] : [`${file.path}:${each.line} imports ${each.from}: ${reason}`]
    }),
  )
}

describe('rooms of the server', () => {
  test('each has its place in the table', () => {
    const rooms = new Set(SERVER.map(({ path }) => roomOf(path)).filter((room) => room !== null))
    expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([])
  })

  test('import only rooms of lower floors', () => {
    const found = violations(SERVER, ({ from }, { path }) => {
      const room = roomOf(path)
      const [, to] = /^#([a-z]+)/.exec(from) ?? []
      if (room === null || to === undefined || to === room || to === 'test') return null
      if (floorOf(to) < 0) return 'no such room in the table'
      return floorOf(to) < floorOf(room) ? null : `${to} is not below ${room}`
    })
    expect(found).toEqual([])
  })

  test('reach other rooms by their door only, never by a path', () => {
    const found = violations(SERVER, ({ from }, { path }) => {
      if (!from.startsWith('.')) return null
      const home = homeOf(path)
      const target = normalize(join(dirname(path), from))
      // a test runs a short cut of the long proof that stands in soak/
      if (isTest(path) && /\.test-support\.ts$|^server\/(?:test\/support|soak)\//.test(target)) return null
      return target.startsWith(home) ? null : `outside ${home}`
    })
    expect(found).toEqual([])
  })

  test.each(Object.entries(INSIDE))('%s has floors inside: its folders import only lower ones', (room, floors) => {
    expect(upward(`server/src/${room}/`, floors, SERVER)).toEqual([])
  })

  test('use test support only in tests', () => {
    const found = violations(SERVER, ({ from }, { path }) =>
      from.startsWith('#test/') && !isTest(path) ? 'only tests may' : null,
    )
    expect(found).toEqual([])
  })

  test.each(Object.entries(PRIVATE_DOORS))('only those who may use the private door %s', (door, rooms) => {
    const found = violations(SERVER, ({ from, isType }, { path }) => {
      const room = roomOf(path)
      if (from !== door || isTest(path) || room === null || isType) return null
      return rooms.includes(room) ? null : `only ${rooms.join(', ')} may`
    })
    expect(found).toEqual([])
  })

  test.each(NEVER)('$from never imports $to: $because', ({ from, to }) => {
    const found = violations(SERVER, (each, { path }) =>
      roomOf(path) === from && each.from.startsWith(`#${to}`) ? 'never' : null,
    )
    expect(found).toEqual([])
  })

  test('have each the door in package.json that its name says', () => {
    const { imports = {} } = packageJson('server')
    const rooms = new Set(SERVER.map(({ path }) => /^server\/src\/([a-z]+)\//.exec(path)?.[1] ?? 'base'))
    const programs = ['cli', 'demo'] // started, imported by nobody
    const without = [...rooms].filter((room) => imports[`#${room}`] !== `./src/${room}/index.ts`)
    expect(without.filter((room) => !programs.includes(room))).toEqual([])
  })
})

/** The server's files that come with one of them, by its imports and theirs. */
function loadedWith(path: string): Set<string> {
  const { imports = {} } = packageJson('server')
  const files = new Map(SERVER.map((file) => [file.path, file]))
  const loaded = new Set<string>()
  const add = (each: string): void => {
    const file = files.get(each)
    if (file === undefined || loaded.has(each)) return
    loaded.add(each)
    for (const { from, isType, isLater } of importsOf(file)) {
      const door = from.startsWith('#') ? join('server', imports[from] ?? '') : join(dirname(each), from)
      if (!isType && !isLater) add(normalize(door))
    }
  }
  add(path)
  return loaded
}

test('rooms up to search and subjects take from proof what keeping takes, and not the verifier: 1.5 MiB a thread', () => {
  const below = SERVER.filter(
    ({ path }) => floorOf(roomOf(path) ?? '') <= floorOf('archive') || roomOf(path) === 'search',
  )
  const kept = below.filter(({ path }) => roomOf(path) !== null && !isTest(path))
  const found = violations(kept, ({ from, isType }) =>
    from === '@cunzhen/proof' && !isType ? 'take it from @cunzhen/proof/keeping' : null,
  )
  expect(kept.length).toBeGreaterThan(100)
  expect(found).toEqual([])
})

test('of all threads only those that mask load the detector and its tables with them: 40 MiB each', () => {
  const threads = SERVER.map(({ path }) => path).filter((path) => path.endsWith('.thread.ts'))
  const masking = threads.filter((path) => loadedWith(path).has('server/src/redaction/words/lexicon.ts'))
  expect(masking).toEqual(['server/src/evidence/rows/rows.thread.ts'])
})

/** Imports of a folder's folders that go to the same floor or up, and files that stand on none. */
function upward(home: string, floors: readonly (readonly string[])[], among: SourceFile[]): string[] {
  const floor = (path: string): number => {
    const [folder = '', file] = path.slice(home.length).split('/')
    return file === undefined ? floors.length : floors.findIndex((folders) => folders.includes(folder))
  }
  const files = among.filter(({ path }) => path.startsWith(home))
  const homeless = files.filter(({ path }) => floor(path) < 0).map(({ path }) => `${path}: on no floor`)
  const found = violations(files, ({ from }, { path }) => {
    const target = normalize(join(dirname(path), from))
    if (!from.startsWith('.') || isTest(path) || dirname(target) === dirname(path)) return null
    return floor(target) < floor(path) ? null : `${target} is not below`
  })
  return [...homeless, ...found]
}

/** Where relative imports may go: the room's folder; for wire.ts, main.ts and folders beside src their own place. */
function homeOf(path: string): string {
  const [, home] = /^(server\/src\/[a-z]+\/)/.exec(path) ?? []
  if (home) return home
  const [, beside] = /^(server\/(?:test|bench|soak)\/)/.exec(path) ?? []
  return beside ?? 'server/src/'
}

describe('workspaces', () => {
  test('proof imports nothing of the server or the console, and no I/O', () => {
    const found = violations(PROOF, ({ from }, { path }) => {
      if (from.startsWith('@cunzhen/') && !(isTest(path) && from === '@cunzhen/proof')) return 'proof stands alone'
      if (from.startsWith('#') && from !== '#crypto' && from !== '#inflate') return 'proof has no rooms'
      if (from.startsWith('.') && !normalize(join(dirname(path), from)).startsWith('proof/')) return 'outside proof'
      const isPure = path.startsWith('proof/src/') && !isTest(path) && !/\.node\.ts$/.test(path)
      return isPure && isBuiltin(from) ? 'only *.node.ts may use Node' : null
    })
    expect(found).toEqual([])
  })

  test('proof has floors inside: its folders import only lower ones', () => {
    expect(upward('proof/src/', INSIDE_PROOF, PROOF)).toEqual([])
  })

  // rooms have their floors above; this is for the files of one room, of the console, of tests and programs
  test('no file comes back to itself over its imports, types among them', () => {
    expect(circleOf([...SERVER, ...PROOF, ...sourceFiles('console')])).toEqual([])
    const file = (path: string, to: string) => ({ path, text: `import type { X } from './${to}'\n` })
    expect(circleOf([file('a.ts', 'b.ts'), file('b.ts', 'c.ts'), file('c.ts', 'b.ts')])).toEqual(['b.ts', 'c.ts'])
  })

  test('console imports only types of the server, and only those of the wire', () => {
    const found = violations(CONSOLE, ({ from, isType }, { path }) => {
      if (from.startsWith('.') && !normalize(join(dirname(path), from)).startsWith('console/')) return 'outside console'
      if (!from.startsWith('@cunzhen/server')) return null
      if (from !== '@cunzhen/server/wire-types') return 'only @cunzhen/server/wire-types'
      return isType ? null : 'types only: nothing of the server may be in the bundle'
    })
    expect(found).toEqual([])
  })

  test('the wire types stand alone: zod and each other', () => {
    const schema = SERVER.filter(({ path }) => path.startsWith('server/src/api/schema/') && !isTest(path))
    const found = violations(schema, ({ from }, { path }) => {
      const isOwn = from.startsWith('.') && normalize(join(dirname(path), from)).startsWith('server/src/api/schema/')
      return isOwn || from === 'zod' ? null : 'the console would get it too'
    })
    expect(found).toEqual([])
  })

  test.each(['proof', 'server', 'console'])('%s declares every package it imports', (workspace) => {
    const own = packageJson(workspace)
    const root = packageJson('.')
    const atRun = new Set(Object.keys({ ...own.dependencies, ...own.optionalDependencies }))
    const inDevelopment = new Set([...atRun, ...Object.keys({ ...own.devDependencies, ...root.devDependencies })])
    const found = violations(sourceFiles(workspace), ({ from, isType }, { path }) => {
      if (/^[.#]/.test(from) || isBuiltin(from) || from.startsWith('@cunzhen/')) return null
      const name = from.split('/', from.startsWith('@') ? 2 : 1).join('/')
      const typesOf = `@types/${name.replace(/^@(.*)\//, '$1__')}`
      const isProduct = path.startsWith(`${workspace}/src/`) && !isTest(path) && !isType
      if (isProduct) return atRun.has(name) ? null : `not in the dependencies of ${workspace}/package.json`
      return inDevelopment.has(name) || inDevelopment.has(typesOf) ? null : `not in ${workspace}/package.json`
    })
    expect(found).toEqual([])
  })
})

/** One circle, each file imported with the one before and the first with the last; [] where there is none. A thread may import who starts it. */
function circleOf(files: readonly SourceFile[]): string[] {
  const importing = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ from, isLater }) => (isLater ? [] : [normalize(join(dirname(file.path), from))])),
    ]),
  )
  // what imports nothing that is left is in no circle; what is left at last imports something that is left
  for (let before = -1; before !== importing.size; ) {
    before = importing.size
    for (const [path, targets] of importing) if (!targets.some((to) => importing.has(to))) importing.delete(path)
  }
  const walked: string[] = []
  for (let path = [...importing.keys()][0]; path !== undefined; ) {
    const at = walked.indexOf(path)
    if (at >= 0) return walked.slice(at)
    walked.push(path)
    path = importing.get(path)?.find((to) => importing.has(to))
  }
  return []
}

interface PackageJson {
  imports?: Record<string, string>
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

function packageJson(workspace: string): PackageJson {
  const { imports, ...rest } = JSON.parse(readFileSync(join(ROOT, workspace, 'package.json'), 'utf8')) as PackageJson
  const plain = Object.entries(imports ?? {}).filter(([, path]) => typeof path === 'string')
  return { ...rest, imports: Object.fromEntries(plain) }
}
