import { cpSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type DurableFiles, durable } from '#platform'
import { createLedger, fsckLedger, type Ledger, openLedger } from './index.ts'
import { entriesFrom, rootOfFirst, sourceOf, temporaryDir, testSigner } from './testing.test-support.ts'

// Every single write of an integration fails, once without and once with having happened ("the disk said no, but the
// bytes are there"). Then the house starts again, or goes on, and fsck judges.

const SIGNER = testSigner()
const WAYS = ['failed', 'failed but persisted'] as const
type Way = (typeof WAYS)[number]

class DiskFailure extends Error {}

/** A door on which, once armed, write number `failing` (from 0) fails; each file of a group is a write of its own. */
function failingFiles(failing: number, way: Way) {
  let count = Number.NEGATIVE_INFINITY
  const step = (write: () => void) => {
    const isFailing = count++ === failing
    if (!isFailing || way === 'failed but persisted') write()
    if (isFailing) throw new DiskFailure()
  }
  const files: DurableFiles = {
    ...durable,
    ensureDir: (path) => step(() => durable.ensureDir(path)),
    writeFileDurably: (path, bytes) => step(() => durable.writeFileDurably(path, bytes)),
    writeGroupDurably(group) {
      for (const file of group) step(() => durable.writeGroupDurably([file]))
    },
    removeDurably: (paths) => step(() => durable.removeDurably(paths)),
  }
  const arm = () => {
    count = 0
  }
  return { files, arm }
}

const STORIES = [
  { name: 'the first entry', before: 0, after: 1 },
  { name: 'inside a tile', before: 100, after: 200 },
  { name: 'up to a full tile', before: 200, after: 256 },
  { name: 'over two tiles', before: 200, after: 700 },
  { name: 'over a new level', before: 255, after: 257 },
]
type Story = (typeof STORIES)[number]

async function prepare(story: Story) {
  const { dir, remove } = temporaryDir()
  createLedger(dir, SIGNER)
  const ledger = await openLedger(dir, SIGNER, sourceOf(1e9))
  ledger.integrate(0, entriesFrom(0, story.before))
  return { dir, remove }
}

/** Integrates while write number `failing` fails; `whole` when there was no such write any more. */
async function attempt(
  story: Story,
  dir: string,
  failing: number,
  way: Way,
): Promise<{ ledger: Ledger; whole: boolean }> {
  const { files, arm } = failingFiles(failing, way)
  const ledger = await openLedger(dir, SIGNER, sourceOf(1e9), files)
  arm()
  try {
    ledger.integrate(story.before, entriesFrom(story.before, story.after))
    return { ledger, whole: true }
  } catch (error) {
    expect(error).toBeInstanceOf(DiskFailure)
    return { ledger, whole: false }
  }
}

/** Calls `then` once per write of the story's integration, each on a fresh copy in which that write failed. */
async function failEachWrite(story: Story, way: Way, then: (dir: string, ledger: Ledger) => Promise<void> | void) {
  const prepared = await prepare(story)
  let writes = 0
  for (let isWhole = false; !isWhole; writes++) {
    const { dir, remove } = temporaryDir()
    cpSync(prepared.dir, dir, { recursive: true })
    const { ledger, whole } = await attempt(story, dir, writes, way)
    if (!whole) await then(dir, ledger)
    isWhole = whole
    remove()
  }
  prepared.remove()
  return writes - 1
}

for (const story of STORIES) {
  for (const way of WAYS) {
    test(`${story.name}: a write that ${way} leaves the old tree or the new one, and the next start goes on`, async () => {
      const root = rootOfFirst(story.after + 10)
      const writes = await failEachWrite(story, way, async (dir) => {
        const left = fsckLedger(dir, SIGNER.verifierKey)
        expect(left).toMatchObject({ ok: true, problems: [] })
        expect([story.before, story.after]).toContain(left.size)
        const again = await openLedger(dir, SIGNER, sourceOf(story.after))
        expect(fsckLedger(dir, SIGNER.verifierKey)).toMatchObject({ ok: true, leftovers: 0 })
        again.integrate(again.size, entriesFrom(again.size, story.after + 10))
        expect(again.root).toEqual(root)
        const after = fsckLedger(dir, SIGNER.verifierKey)
        expect(after).toMatchObject({ ok: true, size: story.after + 10, leftovers: 0 })
      })
      expect(writes).toBeGreaterThanOrEqual(3)
    })
  }
}

test.each(WAYS)('after a write that %s the same ledger may try again without starting anew', async (way) => {
  await failEachWrite({ name: 'retry', before: 200, after: 700 }, way, (dir, ledger) => {
    ledger.integrate(ledger.size, entriesFrom(ledger.size, 800))
    expect(fsckLedger(dir, SIGNER.verifierKey)).toMatchObject({ ok: true, size: 800 })
  })
})
