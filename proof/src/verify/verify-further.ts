import { comparesFurther, DAT_FILE, JSON_FILE, type Manifest, OPT_FILE } from '../package/package.ts'
import type { ShownRow } from '../render/shown-row.ts'
import type { Source } from './source.ts'
import type { Findings } from './verdict.ts'
import { DocumentsComparison } from './verify-documents.ts'
import { JsonComparison } from './verify-json.ts'

// Further formats of a package of version 4 against its rows, each row once in the order of the file. What is made by a typesetter (PDF) or
// locked with a password of its own is not compared: `isTakenOnTrust` names it.

export class FurtherFormats {
  readonly #json: JsonComparison | null
  readonly #documents: DocumentsComparison | null

  private constructor(json: JsonComparison | null, documents: DocumentsComparison | null) {
    this.#json = json
    this.#documents = documents
  }

  /** Null where there is nothing to compare. Checks of what is not there are skipped. */
  static async begin(source: Source, manifest: Manifest, findings: Findings): Promise<FurtherFormats | null> {
    const compares = comparesFurther(manifest.v)
    const has = (pattern: RegExp) => compares && [...source.names].some((name) => pattern.test(name))
    const hasJson = compares && source.names.has(JSON_FILE)
    const hasLoad =
      compares && (source.names.has(DAT_FILE) || source.names.has(OPT_FILE) || has(/^data\/(?:text|pages)\//))
    const hasDocuments = hasLoad || has(/^data\/rsmf\//)
    if (!hasJson) findings.skip('json')
    if (!hasDocuments) findings.skip('rsmf')
    if (!hasLoad) findings.skip('load')
    if (!hasJson && !hasDocuments) return null
    const json = hasJson ? new JsonComparison(source, manifest, findings) : null
    const documents = hasDocuments ? new DocumentsComparison(source, manifest, findings, hasLoad) : null
    await json?.begin()
    await documents?.begin()
    return new FurtherFormats(json, documents)
  }

  async row(row: ShownRow | null, number: number): Promise<void> {
    await this.#json?.row(row, number)
    await this.#documents?.row(row)
  }

  async end(): Promise<void> {
    await this.#json?.end()
    await this.#documents?.end()
  }
}
