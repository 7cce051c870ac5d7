import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'
import { Window } from './window.ts'

const NEWLINE = 0x0a

/** One item per line, its line end included; blank lines are structure; a line beyond `limit` is broken, in pieces. */
export function lineSplitter(limit = MAX_ITEM): Splitter {
  const window = new Window()
  let inLongLine = false // the rest of a line already given up on
  let scanned = 0 // bytes of the window known to hold no line end

  function cutLines(cuts: Cut[]): void {
    for (;;) {
      const at = window.bytes.indexOf(NEWLINE, scanned)
      if (at < 0) break
      const line = window.take(at + 1)
      scanned = 0
      cuts.push(
        inLongLine || line.length > limit ? broken(line, 'too_long') : isBlank(line) ? structure(line) : item(line),
      )
      inLongLine = false
    }
    scanned = window.length
    if (window.length > limit) {
      cuts.push(broken(window.take(window.length), 'too_long', true))
      inLongLine = true
      scanned = 0
    }
  }

  return {
    push(chunk) {
      const cuts: Cut[] = []
      window.append(chunk)
      cutLines(cuts)
      return cuts
    },
    end() {
      const rest = window.take(window.length)
      scanned = 0
      if (inLongLine) return [broken(rest, 'too_long')]
      if (rest.length === 0) return []
      return [isBlank(rest) ? structure(rest) : item(rest)]
    },
  }
}

/** Only white space as JSON has it: space, tab, line feed, carriage return. */
function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false
  return true
}
