import { problemOf } from './fsck-records.ts'
import type { Findings } from './fsck-report.ts'
import { attachmentsOf, digestOf, isKept } from './objects/attached.ts'
import { type ObjectName, objectName } from './objects/format.ts'
import { countIncoming, objectsIn } from './objects/places.ts'
import { checkObject, type OpenKey } from './objects/read.ts'

/** Every file that a record names, held against what lies in the objects folder. */
export class ObjectsCheck {
  readonly #nameKey: Uint8Array
  /** What the records name, and the size they say. */
  readonly #named = new Map<ObjectName, number>()

  constructor(nameKey: Uint8Array) {
    this.#nameKey = nameKey
  }

  /** @param extra of a record whose commitment holds */
  note(extra: string): void {
    for (const attachment of attachmentsOf(extra)) {
      if (isKept(attachment)) this.#named.set(objectName(this.#nameKey, digestOf(attachment)), attachment.bytes)
    }
  }

  /** Each object is there, opens, holds what its name says, and is as long as its record says. */
  run(findings: Findings, dir: string, openKey: OpenKey): void {
    const { counts } = findings.report
    for (const [name, size] of this.#named) {
      try {
        findings.expect(checkObject(dir, name, this.#nameKey, openKey).bytes === size, 'object_differs', name)
        counts.objects += 1
      } catch (error) {
        findings.add(problemOf(error), name)
      }
    }
    for (const name of objectsIn(dir)) {
      if (name === null) findings.add('object_stray', 'objects')
      // a crash between an object and its record leaves one; the same import, read again, finds it and goes on
      else if (!this.#named.has(name)) counts.orphanedObjects += 1
    }
    counts.leftovers += countIncoming(dir)
  }
}
