import type { Language } from '../package/package.ts'
import type { SeenDecision } from '../verify/verdict.ts'

type Both = Readonly<Record<Language, string>>

/** Stages of the shipped packs; another house's own stand as the codes that they are. */
const STAGES: Readonly<Record<string, Both>> = {
  supervisor: { zh: '主管', en: 'supervisor' },
  it: { zh: 'IT', en: 'IT' },
  legal: { zh: '法务', en: 'legal' },
  data_security: { zh: '数据安全', en: 'data security' },
}
const OUTCOMES: Readonly<Record<string, Both>> = {
  approved: { zh: '通过', en: 'approved' },
  refused: { zh: '拒绝', en: 'refused' },
}
const BY_THE_LEDGER: Both = {
  zh: '以上各项由档案库的账本公钥签认；本包不含审批人本人的签名',
  en: 'vouched for by the key of the house\u2019s ledger; this package holds no signature of the approvers\u2019 own',
}

/** Who decided what and when, a line each, and whose key stands for it. @param time how the caller writes a time */
export function decisionLines(
  decisions: readonly SeenDecision[],
  language: Language,
  time: (milliseconds: number) => string,
): string[] {
  const word = (words: Readonly<Record<string, Both>>, code: string): string =>
    Object.hasOwn(words, code) ? (words[code]?.[language] ?? code) : code
  const lines = decisions.map(({ stage, outcome, by, at }) =>
    [word(STAGES, stage), word(OUTCOMES, outcome), at === null ? '' : time(at), by]
      .filter((part) => part !== '')
      .join(' · '),
  )
  return lines.length === 0 ? [] : [...lines, BY_THE_LEDGER[language]]
}
