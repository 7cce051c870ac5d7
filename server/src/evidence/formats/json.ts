import { JSON_BETWEEN, JSON_END, type JsonHead, jsonHead, jsonRow, type ShownRow } from '@cunzhen/proof'
import type { OpenEntry } from '../containers/zip.ts'

/** data/records.json, in the verifier's own rendering. */
export async function writeJson(entry: OpenEntry, head: JsonHead, rows: AsyncIterable<ShownRow>): Promise<void> {
  await entry.write(Buffer.from(jsonHead(head)))
  let first = true
  let waiting = ''
  for await (const row of rows) {
    waiting += `${first ? '' : JSON_BETWEEN}${jsonRow(row)}`
    first = false
    if (waiting.length < 64 * 1024) continue
    await entry.write(Buffer.from(waiting))
    waiting = ''
  }
  await entry.write(Buffer.from(`${waiting}${JSON_END}`))
}
