import type { Conversations, Manifest } from './package.ts'
import { isLabel } from './render.ts'
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
  seen.convs.forEach((conv, i) => {
    const seq = seen.seqs[i] ?? 0
    const counted = found.get(conv)
    if (counted === undefined) found.set(conv, { rows: 1, first: seq, last: seq })
    else {
      counted.rows++
      counted.first = Math.min(counted.first, seq)
      counted.last = Math.max(counted.last, seq)
    }
  })
  return found
}

/** Rows whose (conversation, seq) an earlier row has already. */
function doubledSeqs(seen: SeenRows): number[] {
  const met = new Map<number, Set<number>>()
  const doubled: number[] = []
  seen.convs.forEach((conv, i) => {
    const seqs = met.get(conv) ?? new Set<number>()
    met.set(conv, seqs)
    const seq = seen.seqs[i] ?? 0
    if (seqs.has(seq)) doubled.push(seen.rows[i] ?? 0)
    seqs.add(seq)
  })
  return doubled
}
