import type { Finding } from '../text/finding.ts'

// Several kinds may claim one number: a card's digits behind 订单号, the mobile inside a link. What lies wholly inside a finding
// that is at least as sure is dropped; names and accounts are kept, they say who is meant.

export function settle(findings: Finding[]): Finding[] {
  findings.sort((a, b) => a.start - b.start || b.end - a.end || b.confidence - a.confidence)
  const kept: Finding[] = []
  let open: Finding[] = [] // kept findings that reach beyond the current start
  for (const finding of findings) {
    open = open.filter(({ end }) => end > finding.start).slice(-4)
    if (open.some((other) => swallows(other, finding))) continue
    for (const other of open) {
      if (other.start === finding.start && swallows(finding, other)) kept.splice(kept.lastIndexOf(other), 1)
    }
    kept.push(finding)
    open.push(finding)
  }
  return kept
}

function swallows(outer: Finding, inner: Finding): boolean {
  if (inner.end > outer.end || inner.start < outer.start) return false
  // of two unknown names the longer one stays, and of one found twice the surer
  if (inner.person === null && outer.person === null && inner.kind === 'name' && outer.kind === 'name')
    return inner.end - inner.start < outer.end - outer.start || outer.confidence >= inner.confidence
  if (inner.person !== undefined || outer.person !== undefined) return false
  const wider = outer.end - outer.start > inner.end - inner.start
  // a surer reading of a part stays: the mobile inside what may be an order number
  return (
    outer.confidence >= inner.confidence ||
    (wider && (outer.kind === 'address' || outer.kind === 'url') && outer.confidence >= 0.5)
  )
}
