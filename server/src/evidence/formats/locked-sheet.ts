import type { ShownRow } from '@cunzhen/proof'
import { headings } from '@cunzhen/proof'
import { lockWorkbook } from '../containers/lock-workbook.ts'
import { LONGEST_CELL, SheetWriter } from '../containers/xlsx.ts'

// The same rows as a workbook that asks for a password. Its table of contents stands behind its content, so it is made in memory, and there
// is a most; the plain workbook has none. A verifier cannot look inside: its digest is in the manifest.

export const MOST_LOCKED_ROWS = 20_000
/** UTF-16 units of all cells. */
const MOST_LOCKED_TEXT = 8 * 1024 * 1024

export async function lockedWorkbook(
  { language, rows, password }: { language: 'zh' | 'en'; rows: number; password: string },
  shown: AsyncIterable<ShownRow>,
): Promise<Uint8Array | 'too_large'> {
  if (rows > MOST_LOCKED_ROWS) return 'too_large'
  const pieces: Uint8Array[] = []
  const sheet = new SheetWriter({ write: async (bytes) => void pieces.push(Uint8Array.from(bytes)) })
  await sheet.begin(headings(language))
  let text = 0
  for await (const { cells } of shown) {
    for (const cell of cells) {
      text += cell.length
      if (cell.length > LONGEST_CELL) return 'too_large'
    }
    if (text > MOST_LOCKED_TEXT) return 'too_large'
    await sheet.row(cells)
  }
  await sheet.end()
  return lockWorkbook(Buffer.concat(pieces), password)
}
