import { findEmails } from '../codes/email.ts'
import { findNumbers } from '../codes/structured.ts'
import { findNames } from '../roster/names.ts'
import { FAINT } from '../roster/pattern.ts'
import type { Roster } from '../roster/roster.ts'
import type { Finding, Meter } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'

/**
 * Everything sensitive in a text: mobiles, landlines, other phones, resident ids, bank cards, e-mails, and the names and
 * accounts of the roster. Sorted by start; findings of different kinds may overlap (a name inside an e-mail), a mask then
 * hides what any of them hides. One pass for each kind; time and memory grow with the length of the text only, whatever
 * a sender put into it.
 */
export function findSensitive(text: string, roster: Roster | null, meter: Meter = { steps: 0 }): Finding[] {
  const normal = normalise(text)
  meter.steps += normal.length
  const findings = findNumbers(normal, meter)
  for (const finding of findEmails(normal, meter)) findings.push(finding)
  if (roster !== null)
    for (const finding of findNames(normal, roster, meter)) if (finding.confidence > FAINT) findings.push(finding)
  return findings.sort((a, b) => a.start - b.start || b.end - a.end)
}
