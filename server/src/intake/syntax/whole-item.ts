import { broken, item, MAX_ITEM, type Splitter } from './splitter.ts'

/** The whole part is one item; beyond `limit` it is too long to read. */
export function wholeItem(limit = MAX_ITEM): Splitter {
  let held: Buffer[] = []
  let size = 0
  return {
    push(chunk) {
      const bytes = Buffer.from(chunk) // a chunk is gone with the next push
      const isLong = size > limit
      size += bytes.length
      if (isLong) return [broken(bytes, 'too_long', true)]
      held.push(bytes)
      if (size <= limit) return []
      const all = held.map((part) => broken(part, 'too_long', true))
      held = []
      return all
    },
    end() {
      if (size > limit) return [broken(Buffer.alloc(0), 'too_long')]
      return size > 0 ? [item(Buffer.concat(held))] : []
    },
  }
}
