import { createHmac } from 'node:crypto'
import type { Finding } from './finding.ts'
import { spelling } from './roster.ts'

/** The label that stands for whoever a finding names. */
export type PseudonymOf = (finding: Pick<Finding, 'person' | 'form' | 'atoms'>, text: string) => string

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789' // 32, none mistaken for another
const WORDS = {
  zh: { sub: '客户', psn: '员工', par: '参与人', other: '某人' },
  en: { sub: 'Customer', psn: 'Staff', par: 'Participant', other: 'Someone' },
} as const

/**
 * Labels such as 客户-K7QF2M: the same person has one in all exports of a case, two people never share one in an export, and labels
 * of two cases cannot be linked without `caseKey` (HMAC-SHA-256 of a person under it, first 30 bits; 60 where two meet).
 * A name that two people of the roster bear is labelled as the name, never as one of them.
 * `caseKey`: 32 secret bytes, another for every case.
 */
export function pseudonymsFor(caseKey: Uint8Array, language: 'zh' | 'en'): PseudonymOf {
  const labels = new Map<string, string>()
  const taken = new Set<string>()
  return (finding, text) => {
    let written = ''
    if (finding.person === null || finding.person === undefined) {
      for (let i = 0; i < finding.atoms.length; i += 2) written += text.slice(finding.atoms[i], finding.atoms[i + 1])
    }
    const who = finding.person ?? `name:${spelling(written)}`
    const known = labels.get(who)
    if (known !== undefined) return known
    const prefix = who.startsWith('sub_')
      ? 'sub'
      : who.startsWith('psn_')
        ? 'psn'
        : who.startsWith('par_')
          ? 'par'
          : 'other'
    const digest = createHmac('sha256', caseKey).update(`cunzhen/pseudonym/v1\0${who}`).digest()
    let label = ''
    for (const length of [6, 12, 24]) {
      label = `${WORDS[language][prefix]}-`
      for (let i = 0; i < length; i += 1) label += LETTERS.charAt((digest[i] ?? 0) & 31)
      if (!taken.has(label)) break
    }
    labels.set(who, label)
    taken.add(label)
    return label
  }
}
