import type { Conversations, Manifest } from '../package/package.ts'
import { isLabel } from '../render/render.ts'
import type { SeenRows } from './seen-rows.ts'
import type { Findings } from './verdict.ts'

// How many rows there are, and of which conversations.

export function checkLabels(manifest: Manifest, { conversations }: Conversations, findings: Findings): void {
  const met = new Set<string>()
  conversations.forEach(({ tag, label }, i) => {
    const detail = `conversation ${i + 1}`
    if (!isLabel(label)) findings.add('counts', 'bad_conversations', { detail })
    if (met.has(tag) || met.has(label)) findings.add('counts', 'label_doubled', { detail })
    met.add(tag).add(label)
  })
  const listed = manifest.conversations.map(({ conv }) => conv)
  if (listed.length !== conversations.length || listed.some((conv, i) => conv !== i + 1)) {
    findings.add('counts', 'conversation_differs')
  }
}

export function checkCounts(manifest: Manifest, seen: SeenRows, findings: Findings): void {
  findings.looked('counts', manifest.conversations.length)
  if (seen.count !== manifest.rows) findings.add('counts', 'rows_differ', { detail: `${seen.count}/${manifest.rows}` })
  const found = countByConversation(seen)
  for (const { conv, rows, firstSeq, lastSeq, inScope } of manifest.conversations) {
    const counted = found.get(conv) ?? { rows: 0, first: 0, last: 0 }
    const detail = `conversation ${conv}`
    if (counted.rows !== rows || counted.first !== firstSeq || counted.last !== lastSeq) {
      findings.add('counts', 'conversation_differs', { detail: `${detail}: ${counted.rows}/${rows}` })
    }
    if (rows > inScope) findings.add('counts', 'more_than_in_scope', { detail })
  }
  for (const row of doubledSeqs(seen)) findings.add('counts', 'seq_doubled', { row })
}

function countByConversation(seen: SeenRows): Map<number, { rows: number; first: number; last: number }> {
  const found = new Map<number, { rows: number; first: number; last: number }>()
  for (let place = 0; place < seen.opened; place++) {
    const conv = seen.conv(place)
    const seq = seen.seq(place)
    const counted = found.get(conv)
    if (counted === undefined) found.set(conv, { rows: 1, first: seq, last: seq })
    else {
      counted.rows++
      counted.first = Math.min(counted.first, seq)
      counted.last = Math.max(counted.last, seq)
    }
  }
  return found
}

/** Rows whose (conversation, seq) an earlier row has already. */
function doubledSeqs(seen: SeenRows): number[] {
  const compare = (a: number, b: number): number => seen.conv(a) - seen.conv(b) || seen.seq(a) - seen.seq(b)
  const order = placesBy(seen.opened, compare)
  const doubled = order.filter((place, i) => i > 0 && compare(order[i - 1] as number, place) === 0) // there is one before
  return Array.from(doubled.sort(), (place) => seen.row(place))
}

/** Places 0 … count - 1 sorted, equal ones as they stand: four bytes each, and nothing to do where they are in order already. */
export function placesBy(count: number, compare: (a: number, b: number) => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, place) => place)
  for (let place = 1; place < count; place++) if (compare(place - 1, place) > 0) return order.sort(compare)
  return order
}
