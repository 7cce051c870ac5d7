import type { Instant } from '#base'
import { serveThread } from '#platform'
import { openTypesetter, type Typeset } from './typeset.ts'

// One thread for one paper: what typesetting takes is given back when it ends.

async function serve() {
  const setter = await openTypesetter()
  return {
    // the caller's Instant
    set: (template: string, data: object, at: number, photos: readonly Uint8Array[]): Typeset =>
      setter.set(template, data, at as Instant, photos),
  }
}

export type TypesetHandlers = Awaited<ReturnType<typeof serve>>

await serveThread(serve)
