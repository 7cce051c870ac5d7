import { lineSplitter } from './lines.ts'
import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'

/** What a line is to the item before it. */
export type LineRole = 'start' | 'more' | 'structure'

/**
 * One item per message of a transcript: the line that starts it and the lines that go on with it, blank ones included.
 * `roleOf` is asked with each line as text, without its end. What stands before the first start, and what is structure
 * by itself (a title, a date between messages), is structure.
 */
export function lineGroupSplitter(roleOf: (line: string) => LineRole, limit = MAX_ITEM): Splitter {
  const lines = lineSplitter(limit)
  let held: Buffer[] = []
  let size = 0
  /** The item was longer than the limit: the rest of it goes the same way. */
  let isLong = false

  function close(cuts: Cut[]): void {
    if (isLong) cuts.push(broken(Buffer.alloc(0), 'too_long'))
    else if (held.length > 0) cuts.push(item(Buffer.concat(held)))
    held = []
    size = 0
    isLong = false
  }

  function goOn(bytes: Buffer, cuts: Cut[]): void {
    if (isLong) cuts.push(broken(bytes, 'too_long', true))
    else if (size + bytes.length > limit) {
      for (const part of [...held, bytes]) cuts.push(broken(part, 'too_long', true))
      held = []
      isLong = true
    } else {
      held.push(Buffer.from(bytes)) // a cut's bytes are gone with the next push
      size += bytes.length
    }
  }

  function add(cut: Cut, cuts: Cut[]): void {
    if (cut.what === 'broken') {
      close(cuts)
      cuts.push(cut)
      return
    }
    const role = cut.what === 'structure' ? 'more' : roleOf(textOf(cut.bytes))
    if (role === 'start') {
      close(cuts)
      goOn(cut.bytes, cuts)
    } else if (role === 'structure' || (size === 0 && !isLong)) {
      close(cuts)
      cuts.push(structure(Buffer.from(cut.bytes)))
    } else goOn(cut.bytes, cuts)
  }

  return {
    push(chunk) {
      const cuts: Cut[] = []
      for (const cut of lines.push(chunk)) add(cut, cuts)
      return cuts
    },
    end() {
      const cuts: Cut[] = []
      for (const cut of lines.end()) add(cut, cuts)
      close(cuts)
      return cuts
    },
  }
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\r?\n$/, '')
}
