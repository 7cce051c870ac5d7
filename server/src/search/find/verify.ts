import { fold } from '../folding/folding.ts'
import { writtenPlaces } from '../query/highlights.ts'
import type { Asked, Mode, Node } from '../query/query.ts'
import { FoldedText, placesOf } from '../query/seek.ts'
import { kindsMask } from '../shards/columns.ts'
import type { IndexedRecord } from '../shards/source.ts'
import { hasBit, type NumberSet } from './number-set.ts'

/** Whether a record is a hit, from its text: what the index says, it may be asked again here. */
export function holds(root: Node, mode: Mode, record: IndexedRecord, names: readonly NumberSet[]): boolean {
  let folded: FoldedText | null = null
  const visit = (node: Node): boolean => {
    switch (node.what) {
      case 'none':
        return !visit(node.part)
      case 'all':
        return node.parts.every(visit)
      case 'any':
        return node.parts.some(visit)
      case 'names':
      case 'kinds':
      case 'times':
        return isAsked(node, record, names)
      default:
        if (mode === 'exact') return writtenPlaces(node, record.text).length > 0
        folded ??= new FoldedText(fold(record.text).codePoints)
        return placesOf(node, folded).length > 0
    }
  }
  return visit(root)
}

const NONE = new Uint8Array(0)

function isAsked(asked: Asked, record: IndexedRecord, names: readonly NumberSet[]): boolean {
  if (asked.what === 'kinds') return (asked.mask & kindsMask([record.kind])) !== 0
  if (asked.what === 'times') {
    if (record.time === null) return false
    return record.time >= (asked.from ?? -Infinity) && record.time < (asked.to ?? Infinity)
  }
  if (asked.column === 'record') return hasBit(names[asked.place] ?? NONE, record.no)
  const no = asked.column === 'sender' ? (record.sender ?? 0) : record.conversation
  return names[asked.place]?.[no] === 1
}
