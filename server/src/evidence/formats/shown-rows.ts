import { factsOf, type ShownRow } from '@cunzhen/proof'
import { cellsOf } from '../containers/csv-cells.ts'
import type { Spool } from '../containers/spool.ts'

// The masked rows for every format beside the CSV. Nothing here opens a record again, so no format can show what the CSV does not.

/** Rows in package order, out of the two spools in step. */
export async function* shownRows(lines: Spool, facts: Spool): AsyncGenerator<ShownRow> {
  const others = piecesOf(facts, '\n')
  for await (const line of piecesOf(lines, '\r\n')) {
    const next = await others.next()
    yield { cells: cellsOf(line), ...factsOf(next.done === true ? '' : next.value) }
  }
}

/** A spool's pieces end where an addition ended, so no line lies in two of them. */
async function* piecesOf(spool: Spool, end: string): AsyncGenerator<string> {
  for await (const text of spool.read()) for (const line of text.split(end)) if (line !== '') yield line
}
