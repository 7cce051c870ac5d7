import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ImportOptions } from '@cunzhen/server/wire-types'
import { type ImportId, Refusal } from '#base'
import type { ImportView } from '#intake'
import { type Config, data, say } from '#platform'
import { openHouse } from '#wire'
import { administrator } from './administrator.ts'
import { progressLine } from './progress-line.ts'
import { readWecomKey } from './wecom-key.ts'

/**
 * Takes files or folders in, one after another, and prints each one's report as a JSON line. Exit 0 only when every item of
 * every file is accounted for and none failed. The act is the administrator's whose machine this is.
 */
export async function importFiles(config: Config, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      origin: { type: 'string' },
      'own-account': { type: 'string' },
      zone: { type: 'string' },
      mapping: { type: 'string' },
      'wecom-key': { type: 'string', multiple: true },
    },
  })
  const options = ImportOptions.safeParse({
    format: values.format,
    origin: values.origin,
    ownAccount: values['own-account'],
    zone: values.zone === undefined ? null : Number(values.zone),
    mapping: values.mapping ? readMapping(values.mapping) : null,
  })
  if (!options.success)
    throw new Refusal('invalid', 'options_unreadable', { at: options.error.issues[0]?.path.join('.') ?? '' })
  const keys = (values['wecom-key'] ?? []).map(readWecomKey)
  const missing = positionals.filter((path) => !existsSync(path))
  if (positionals.length === 0 || missing.length > 0) {
    say(positionals.length === 0 ? 'name at least one file or folder' : `${missing.length} of the files are not there`)
    return 2
  }
  const { house, close } = await openHouse(config, {})
  let failed = 0
  try {
    await house.setup.requireConfirmed()
    const actor = await administrator(house)
    for (const path of positionals) {
      const input = {
        kind: statSync(path).isDirectory() ? ('folder' as const) : ('file' as const),
        path: resolve(path),
      }
      const { format = null, mapping = null, origin, ownAccount, zone = null } = options.data
      const started = await house.intake.startImport(
        { format, mapping, origin, ownAccount, zone, keys, fileName: basename(path) },
        input,
        actor,
      )
      const ended = await followed(house, started.id, basename(path))
      const { items, archived, duplicates, quarantined } = ended.counts
      if (ended.state !== 'finished' || items !== archived + duplicates + quarantined) failed += 1
      data(reportOf(ended))
    }
    await house.search.reach(house.archive.catalog.counts().entries)
  } finally {
    await close()
  }
  return failed === 0 ? 0 : 1
}

/** @throws Refusal `mapping_unreadable`: no file, or no JSON */
function readMapping(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new Refusal('invalid', 'mapping_unreadable') // what the parser says repeats the file
  }
}

type House = Awaited<ReturnType<typeof openHouse>>['house']

/** Waits for an import's end, and says on the way how far it is. */
async function followed(house: House, id: ImportId, name: string): Promise<ImportView> {
  const line = progressLine(name)
  const timer = setInterval(async () => line.say(await house.intake.importStatus(id)), line.every)
  try {
    return await house.intake.ended(id)
  } finally {
    clearInterval(timer)
    line.end()
  }
}

/** What came, what was known already, what could not be read and why, and what should have come and did not. */
function reportOf(ended: ImportView): object {
  const { fileName, format, encoding, state, problem, counts, reasons, gapsKnowable, gaps, id } = ended
  return { file: fileName, import: id, format, encoding, state, problem, ...counts, reasons, gapsKnowable, gaps }
}
