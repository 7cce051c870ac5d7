import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import { Refusal } from '#base'

/**
 * Where a folder connector looks: below the operator's intake root, after every link was followed.
 * @throws Refusal `intake_root_unset`, `connector_folder_outside`, `connector_folder_missing`
 */
export function placeOf(intakeRoot: string | null, folder: string): string {
  if (intakeRoot === null) throw new Refusal('conflict', 'intake_root_unset')
  if (isAbsolute(folder) || folder.includes('\0') || folder.split(/[\\/]/).includes('..')) {
    throw new Refusal('invalid', 'connector_folder_outside')
  }
  let place: string
  let root: string
  try {
    root = realpathSync(intakeRoot)
    place = realpathSync(join(root, folder))
    if (!statSync(place).isDirectory()) throw new Refusal('invalid', 'connector_folder_missing')
  } catch {
    throw new Refusal('invalid', 'connector_folder_missing')
  }
  if (place !== root && !place.startsWith(root + sep)) throw new Refusal('invalid', 'connector_folder_outside')
  return place
}
