import { parentPort, workerData } from 'node:worker_threads'
import { RowOpener, type RowsContext } from '../src/verify/verify-row.ts'

// Opens pieces of rows, one after the other, for index.ts beside it.

const opener = new RowOpener(workerData as RowsContext) // index.ts gives nothing else

parentPort?.on('message', ({ piece, place }: { piece: Uint8Array; place: number }) => {
  const rows = opener.open(piece, place)
  parentPort?.postMessage(rows, [
    rows.heads.buffer,
    rows.leaves.buffer,
    rows.digests.buffer,
    rows.csv.buffer,
  ] as ArrayBuffer[]) // all made by slice
})
