import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { MINUTE } from '#base'

// A search reads a few kilobytes in a thousand places. Where the system holds the file in memory that takes microseconds,
// where it does not a third of a millisecond each: a word that nobody asked for lately would take seven times as long. So
// the files are read through once at the start, and again now and then, for systems that let go of what is not used.

const PIECE = 1024 * 1024
/** Some systems take away what was not read for a minute. */
const AGAIN = MINUTE
/** Between two pieces of a later round, in ms: nobody waits for it. */
const PAUSE = 5

export interface WarmOptions {
  /** Paths, the most useful first; asked anew for each round. */
  readonly files: () => readonly string[]
  /** Bytes of a round; null: half of the memory that is free for the taking then. */
  readonly most: number | null
}

export interface Warming {
  /** Bytes that the first round read; resolves when it is over. */
  readonly first: Promise<number>
  /** Resolves when nothing is read any more. */
  stop(): Promise<void>
}

/** Has the system keep files in its memory. Speed only: nothing that is read is looked at, and no error is one. */
export function keepWarm({ files, most }: WarmOptions): Warming {
  const stopping = new AbortController()
  const { signal } = stopping
  const round = async (pause: number) => {
    const piece = Buffer.allocUnsafe(PIECE)
    const room = most ?? process.availableMemory() / 2
    let done = 0
    for (const file of listed(files)) {
      if (done >= room || signal.aborted) break
      done += await readThrough(file, piece, room - done, pause, signal)
    }
    return done
  }
  const first = round(0)
  const rounds = async () => {
    await first
    for (;;) {
      await delay(AGAIN, undefined, { signal, ref: false }).catch(() => undefined) // told to stop
      if (signal.aborted) return
      await round(PAUSE)
    }
  }
  const ended = rounds()
  return {
    first,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

function listed(files: WarmOptions['files']): readonly string[] {
  try {
    return files()
  } catch {
    return [] // a folder that cannot be read now; the next round asks again
  }
}

/** @returns bytes that were read */
async function readThrough(
  path: string,
  piece: Buffer,
  most: number,
  pause: number,
  signal: AbortSignal,
): Promise<number> {
  let file: FileHandle | null = null
  let done = 0
  try {
    file = await open(path)
    while (done < most && !signal.aborted) {
      const { bytesRead } = await file.read(piece, 0, piece.length, done)
      if (bytesRead === 0) break
      done += bytesRead
      if (pause > 0) await delay(pause, undefined, { signal })
    }
  } catch {
    // gone, or unreadable: whoever needs it will say so; or told to stop
  } finally {
    await file?.close().catch(() => undefined)
  }
  return done
}
