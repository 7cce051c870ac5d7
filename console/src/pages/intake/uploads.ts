/** One chosen file on its way into the house; each becomes an import of its own. */
export interface Upload {
  file: File
  sent: number
  state: 'waiting' | 'sending' | 'taken' | 'failed'
  error: unknown
  importId: string | null
}

/** A file that waits to be sent. */
export const waiting = (file: File): Upload => ({ file, sent: 0, state: 'waiting', error: null, importId: null })

const isSame = (a: File, b: File) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified

/** The list with more files: none is lost by choosing another, none stands twice, and what was taken in has left it. */
export function withFiles(before: readonly Upload[], chosen: readonly File[]): Upload[] {
  const kept = before.filter((one) => one.state !== 'taken')
  const fresh = chosen.filter(
    (file, i) => !kept.some((one) => isSame(one.file, file)) && chosen.findIndex((other) => isSame(other, file)) === i,
  )
  return [...kept, ...fresh.map(waiting)]
}

/** Whether a file can still be let go of, or sent once more: it is not on its way and has not been taken. */
export const isOpen = ({ state }: Upload) => state === 'waiting' || state === 'failed'
