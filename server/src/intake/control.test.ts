import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readActs } from '#audit'
import type { ImportId } from '#base'
import { ADMIN, type IntakeHouse, openIntakeHouse } from './intake-house.test-support.ts'
import { CORPUS, corpusOptions, lines, PLAIN } from './receiving.test-support.ts'
import type { Counts } from './tally.ts'

let house: IntakeHouse
beforeAll(async () => {
  house = await openIntakeHouse()
})
afterAll(async () => {
  await house.stop()
  house.made.remove()
})

const named = (origin: string) => ({ ...corpusOptions(), origin, fileName: `${origin}.jsonl` })
const status = (id: ImportId) => house.intake.importStatus(id)
const records = () => house.archive.catalog.counts().records

/** A large import that has archived something and has not ended. */
async function underway(origin: string, input: Parameters<typeof house.intake.startImport>[1]): Promise<ImportId> {
  const { id } = await house.intake.startImport(named(origin), input, ADMIN)
  while ((await status(id)).counts.archived === 0) await pause(5)
  return id
}

function file(name: string, text: string) {
  const path = join(house.made.dir, name)
  writeFileSync(path, text)
  return { kind: 'file', path } as const
}

/** At any moment, however it ended: what came is archived, known or in quarantine. */
function expectSum({ items, archived, duplicates, quarantined }: Counts): void {
  expect(items).toBe(archived + duplicates + quarantined)
}

async function itemsWhenStill(id: ImportId): Promise<number> {
  let { items } = (await status(id)).counts
  for (let still = 0; still < 5; still += 1) {
    await pause(300)
    const now = (await status(id)).counts.items
    if (now !== items) still = 0
    items = now
  }
  return items
}

describe('an import', () => {
  test('is paused, lets others by, and goes on where it stopped', async () => {
    const id = await underway('paused', await house.upload(lines(0, 40_000)))
    await house.intake.control.pause(id, ADMIN)
    expect(await status(id)).toMatchObject({ state: 'paused', canPause: false, canResume: true, finishedAt: null })
    const items = await itemsWhenStill(id)
    expect(items).toBeLessThan(40_000)
    expectSum((await status(id)).counts)
    const others = await Promise.all([
      house.imported(named('by-1'), lines(0, 10)),
      house.imported(named('by-2'), lines(0, 10)),
    ])
    expect(others.map(({ state }) => state)).toEqual(['finished', 'finished'])
    expect((await status(id)).counts.items).toBe(items)
    expect(await house.intake.control.resume(id, ADMIN)).toBe(id)
    expect(await house.intake.ended(id)).toMatchObject({
      state: 'finished',
      counts: { archived: 40_000, duplicates: 0 },
    })
    const { acts } = await readActs(house.db, { action: 'intake.control' }, { ledgerSize: 0 })
    expect(acts.map(({ detail }) => detail.to)).toEqual(['resume', 'pause'])
    await expect(house.intake.control.pause(id, ADMIN)).rejects.toMatchObject({ code: 'import_not_running' })
    await expect(house.intake.control.resume(id, ADMIN)).rejects.toMatchObject({ code: 'upload_gone' })
  })

  test('paused before its thread is there stays paused, also over a restart', async () => {
    const starting = house.intake.startImport(named('at-once'), file('at-once.jsonl', lines(0, 5000)), ADMIN)
    const busy = house.db.write(() => pause(300)) // it waits for its key while it is paused
    const started = await starting
    await house.intake.control.pause(started.id, ADMIN)
    await busy
    await itemsWhenStill(started.id)
    expect(await status(started.id)).toMatchObject({ state: 'paused', canResume: true, finishedAt: null })
    await house.stop()
    await house.start()
    expect(await status(started.id)).toMatchObject({ state: 'interrupted', problem: 'paused_at_end' })
    expect(await house.intake.control.resumeInterrupted()).toEqual([])
    const again = await house.intake.control.resume(started.id, ADMIN)
    expect(await house.intake.ended(again)).toMatchObject({ state: 'finished', counts: { items: 5000 } })
  })

  test('is cancelled: what was read stays, and a file can be read again', async () => {
    const input = file('cancelled.jsonl', lines(0, 40_000))
    const id = await underway('cancelled', input)
    await house.intake.control.cancel(id, ADMIN)
    const view = await status(id)
    expect(view).toMatchObject({ state: 'cancelled', problem: 'import_cancelled', canResume: true })
    expect(view.counts.archived).toBeGreaterThan(0)
    expect(view.counts.items).toBeLessThan(40_000)
    expectSum(view.counts)
    // a double click: one of the two goes on with it
    const asked = [house.intake.control.resume(id, ADMIN), house.intake.control.resume(id, ADMIN)]
    const answers = await Promise.allSettled(asked)
    const [again, ...more] = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(more).toEqual([])
    if (!again) throw new Error('neither click went on with it')
    expect(answers).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'import_not_resumable' }) }),
    )
    expect(await house.intake.ended(again)).toMatchObject({
      state: 'finished',
      continues: id,
      counts: { items: 40_000, duplicates: view.counts.archived, archived: 40_000 - view.counts.archived },
    })
    expect(await status(id)).toMatchObject({ continuedBy: again, canResume: false })
    await expect(house.intake.control.resume(id, ADMIN)).rejects.toMatchObject({ code: 'import_not_resumable' })
  })

  test('that waits is cancelled without being read', async () => {
    // two run at once: the third waits while they are being started
    const inputs = [
      await house.upload(lines(0, 9000)),
      await house.upload(lines(0, 9000)),
      await house.upload(lines(0, 9)),
    ]
    const started = inputs.map((input, at) => house.intake.startImport(named(`waits-${at}`), input, ADMIN))
    const [first, second, third] = await Promise.all(started)
    if (!first || !second || !third) throw new Error('three were started')
    await house.intake.control.cancel(third.id, ADMIN)
    expect(await status(third.id)).toMatchObject({
      state: 'cancelled',
      problem: 'import_cancelled',
      counts: { items: 0 },
    })
    const others = await Promise.all([first, second].map(({ id }) => house.intake.ended(id)))
    expect(others.map(({ state }) => state)).toEqual(['finished', 'finished'])
  })

  test('from a file goes on by itself after a restart; an upload says that it is gone; nothing is lost or twice', async () => {
    const before = records()
    const fromFile = await underway('restart', file('restart.jsonl', lines(0, 40_000)))
    const uploaded = await underway('uploaded', await house.upload(lines(0, 40_000)))
    await house.stop()
    await house.start()
    expect(await status(fromFile)).toMatchObject({ state: 'interrupted', problem: 'process_ended', canResume: true })
    expect(await status(uploaded)).toMatchObject({ state: 'interrupted', problem: 'upload_gone', canResume: false })
    for (const id of [fromFile, uploaded]) expectSum((await status(id)).counts)
    const kept = records() - before
    const [again, ...more] = await house.intake.control.resumeInterrupted()
    expect(more).toEqual([])
    const view = await house.intake.ended(again ?? fromFile)
    expect(view).toMatchObject({ state: 'finished', continues: fromFile, counts: { items: 40_000, quarantined: 0 } })
    expect(view.counts.archived).toBe(records() - before - kept)
    expect(await house.intake.control.resumeInterrupted()).toEqual([])
    await expect(house.intake.control.resume(uploaded, ADMIN)).rejects.toMatchObject({ code: 'upload_gone' })
  })

  test('is not waited for by a house that closes, also before its thread is there', async () => {
    const { id } = await house.intake.startImport(named('closing'), file('closing.jsonl', lines(0, 40_000)), ADMIN)
    await house.stop()
    await house.start()
    expect(await status(id)).toMatchObject({ state: 'interrupted', problem: 'process_ended', counts: { archived: 0 } })
    const [again] = await house.intake.control.resumeInterrupted()
    expect(await house.intake.ended(again ?? id)).toMatchObject({ state: 'finished', counts: { items: 40_000 } })
  })

  test('whose file is gone meanwhile says so', async () => {
    const input = file('gone.jsonl', lines(0, 40_000))
    const id = await underway('gone', input)
    await house.intake.control.cancel(id, ADMIN)
    rmSync(input.path)
    const again = await house.intake.control.resume(id, ADMIN)
    expect(await house.intake.ended(again)).toMatchObject({ state: 'interrupted', problem: 'source_missing' })
  })

  test('that nobody made is not found', async () => {
    const nobody = 'imp_aaaaaaaaaaaaaaaa' as ImportId
    for (const done of [
      house.intake.control.pause(nobody, ADMIN),
      house.intake.control.resume(nobody, ADMIN),
      house.intake.control.cancel(nobody, ADMIN),
      house.intake.control.reread(nobody, {}, null, ADMIN),
    ]) {
      await expect(done).rejects.toMatchObject({ code: 'import_not_found' })
    }
  })
})

const wecom = (n: number) =>
  `${JSON.stringify({ msgid: `r${n}`, action: 'send', from: 'a', tolist: ['b'], roomid: '', msgtime: 1788000000000 + n, msgtype: 'text', text: { content: `第${n}条` } })}\n`

describe('quarantine', () => {
  test('is read again as what it now turns out to be; the items moved are said to be moved', async () => {
    // an importer that did not know this format kept the file whole
    const text = Array.from({ length: 5 }, (_, n) => wecom(n)).join('')
    const old = await house.imported({ ...PLAIN, format: 'slack', origin: 'again', fileName: 'again.jsonl' }, text)
    expect(old.counts).toMatchObject({ archived: 0 })
    expect(old.counts.quarantined).toBeGreaterThan(0)
    const again = await house.intake.control.reread(old.id, {}, null, ADMIN)
    expect(await house.intake.ended(again)).toMatchObject({
      state: 'finished',
      format: 'wecom',
      kind: 'spans',
      rereads: old.id,
      counts: { items: 5, archived: 5, quarantined: 0 },
    })
    expect(await status(old.id)).toMatchObject({ resolved: old.counts.quarantined, counts: old.counts })
    const spans = await house.intake.quarantined(old.id)
    expect(spans.every(({ resolvedBy }) => resolvedBy === again)).toBe(true)
    expect(await house.intake.quarantined(old.id, { open: true })).toEqual([])
    await expect(house.intake.control.reread(old.id, {}, null, ADMIN)).rejects.toMatchObject({
      code: 'nothing_to_reread',
    })
  })

  test('with a mapping; what still cannot be read is in the new import’s own quarantine, byte for byte', async () => {
    const broken = '{"conv":"c","seq":7,\n'
    const text = lines(0, 3) + broken + lines(3, 5)
    const old = await house.imported({ ...PLAIN, origin: 'mapped', fileName: 'mapped.jsonl' }, text)
    expect(old).toMatchObject({ state: 'failed', problem: 'format_unknown', counts: { items: 1, quarantined: 1 } })
    const nothing = await house.intake.control.reread(old.id, {}, null, ADMIN)
    expect(await house.intake.ended(nothing)).toMatchObject({ problem: 'nothing_better', counts: { items: 0 } })
    const how = { format: 'jsonl' as const, mapping: { ...CORPUS, id: [...CORPUS.id] } }
    const again = await house.intake.control.reread(old.id, { reason: 'format_unknown' }, how, ADMIN)
    const view = await house.intake.ended(again)
    expect(view.counts).toMatchObject({ items: 6, archived: 5, quarantined: 1, bytes: Buffer.byteLength(text) })
    const [span] = await house.intake.quarantined(again)
    if (!span) throw new Error('nothing in quarantine')
    const receipt = await house.recorder.record({ action: 'intake.open_quarantined', actor: ADMIN, permit: span.id })
    expect((await house.intake.readQuarantined(span.id, receipt)).toString()).toBe(broken)
    expect((await status(old.id)).resolved).toBe(1)
    const items = await house.intake.quarantinedItems()
    // the same bytes again, elsewhere: known, and resolved there too once they are
    await expect(
      house.intake.control.reread(old.id, {}, { format: 'csv', mapping: null }, ADMIN),
    ).rejects.toMatchObject({ code: 'mapping_needed' })
    expect(await house.intake.quarantinedItems()).toBe(items)
  })

  test('is listed by reason, page by page', async () => {
    const bad = Array.from(
      { length: 4 },
      (_, n) => `${lines(n, n + 1)}{"broken":${n}\n${lines(n + 10, n + 11)}{"conv":"c"}\n`,
    ).join('')
    const { id, counts } = await house.imported(named('listed'), bad)
    expect(counts.quarantined).toBe(8)
    const all = await house.intake.quarantined(id)
    expect(new Set(all.map(({ reason }) => reason))).toEqual(new Set(['bad_json', 'missing_column']))
    const json = await house.intake.quarantined(id, { reason: 'bad_json' })
    expect(json.map(({ start }) => start)).toEqual(
      all.filter(({ reason }) => reason === 'bad_json').map(({ start }) => start),
    )
    const pages = [await house.intake.quarantined(id, { limit: 3 })]
    for (let last = pages[0]?.at(-1); last; last = pages.at(-1)?.at(-1)) {
      pages.push(await house.intake.quarantined(id, { limit: 3, after: last.id }))
    }
    expect(pages.flat()).toEqual(all)
  })
})
