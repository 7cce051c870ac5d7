import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ImportOptions } from '@cunzhen/server/wire-types'
import type { PersonActor } from '#access'
import { Refusal } from '#base'
import { type Config, data, say } from '#platform'
import { openHouse } from '#wire'

/**
 * Takes files or folders in, one after another, and prints each one's counts as a JSON line. Exit 0 only when every item of
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
      mapping: { type: 'string' },
    },
  })
  const options = ImportOptions.safeParse({
    format: values.format,
    origin: values.origin,
    ownAccount: values['own-account'],
    mapping: values.mapping ? JSON.parse(readFileSync(values.mapping, 'utf8')) : null,
  })
  if (!options.success)
    throw new Refusal('invalid', 'options_unreadable', { at: options.error.issues[0]?.path.join('.') ?? '' })
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
      const { format = null, mapping = null, origin, ownAccount } = options.data
      const started = await house.intake.startImport(
        { format, mapping, origin, ownAccount, fileName: basename(path) },
        input,
        actor,
      )
      const ended = await house.intake.ended(started.id)
      const { items, archived, duplicates, quarantined } = ended.counts
      if (ended.state !== 'finished' || items !== archived + duplicates + quarantined) failed += 1
      data({
        file: basename(path),
        format: ended.format,
        encoding: ended.encoding,
        state: ended.state,
        problem: ended.problem,
        ...ended.counts,
      })
    }
    await house.search.reach(house.archive.catalog.counts().entries)
  } finally {
    await close()
  }
  return failed === 0 ? 0 : 1
}

/** @throws Refusal `no_administrator`: somebody answers for every import */
async function administrator(house: Awaited<ReturnType<typeof openHouse>>['house']): Promise<PersonActor> {
  const found = (await house.identity.people()).find(
    ({ roles, state }) => state === 'active' && roles.includes('administrator'),
  )
  if (!found) throw new Refusal('conflict', 'no_administrator')
  return { kind: 'person', id: found.id, roles: found.roles, steppedUpUntil: null, ip: null }
}
