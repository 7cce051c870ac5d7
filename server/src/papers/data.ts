import { visible } from '@cunzhen/proof'
import { type ExportId, HOUSE_OFFSET, type Instant, MINUTE } from '#base'
import type { ExportFacts, RequestFacts, Step } from './facts.ts'
import { isPaperKind, KINDS_OF_PAPER, type PaperKind } from './kinds.ts'
import { photoName } from './photos.ts'
import { detailName, ending, word } from './words.ts'

// Facts into what templates print: every value a text, every time in the house's zone, every code a word. A template prints and
// decides nothing.

export interface PaperContent {
  readonly kind: PaperKind
  readonly language: 'zh' | 'en'
  /** '': a draft. */
  readonly number: string
  readonly house: string
  readonly phone: string
  readonly issuedAt: Instant
  readonly issuedBy: string
  readonly verifierKey: string
  /** Origin and size of the evidence ledger at that moment. */
  readonly checkpoint: string
  readonly tool: string
  readonly environment: string
  readonly request: RequestFacts
  readonly export: ExportFacts | null
  readonly steps: readonly Step[]
  readonly typed: Readonly<Record<string, string>>
  readonly note: string
  /** How many stand in its frames. */
  readonly photos: number
  /** How people call the authority whose stamp has this id. */
  readonly authorityName: (id: string) => string
  /** Subject of the house's seal; '' where it has none or the kind carries none. */
  readonly seal: string
}

export function paperData(content: PaperContent): object {
  const { kind, language } = content
  const data = {
    lang: language,
    kind,
    title: KINDS_OF_PAPER[kind][language],
    number: content.number === '' ? (language === 'zh' ? '草稿' : 'Draft') : content.number,
    isDraft: content.number === '',
    house: content.house,
    phone: content.phone,
    issuedAt: timeText(content.issuedAt),
    issuedBy: content.issuedBy,
    verifierKey: content.verifierKey,
    checkpoint: content.checkpoint,
    tool: content.tool,
    environment: content.environment,
    clock: language === 'zh' ? '服务器系统时钟，北京时间（UTC+8）' : "the server's system clock, UTC+8",
    request: requestData(content.request, language),
    export: content.export === null ? null : exportData(content.export, language, content.authorityName),
    steps: content.steps.map((step) => stepData(step, language)),
    extra: Object.fromEntries(KINDS_OF_PAPER[kind].typed.map((key) => [key, content.typed[key] ?? ''])),
    note: content.note,
    photos: Array.from({ length: content.photos }, (_, i) => photoName(i + 1)),
    seal: content.seal,
  }
  return shown(data) as object // an object goes in and one comes out
}

/** `2026-11-22 16:00:00 +08:00`: a paper is read elsewhere, and says whose time it gives. */
export function timeText(at: Instant | number | null): string {
  if (at === null) return ''
  const local = new Date(at + HOUSE_OFFSET)
  return Number.isNaN(local.getTime()) ? String(at) : `${local.toISOString().slice(0, 19).replace('T', ' ')} ${ZONE}`
}

const ZONE = zoneText(HOUSE_OFFSET)

function zoneText(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE
  const two = (n: number) => String(n).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function requestData(facts: RequestFacts, language: 'zh' | 'en'): object {
  const { scope } = facts
  return {
    number: facts.number,
    caseNo: facts.caseNo,
    state: word(facts.state, language),
    requester: facts.requesterName,
    purpose: word(facts.purpose, language),
    basis: word(facts.basis, language),
    reason: facts.reason,
    method: word(facts.method, language),
    risk: word(facts.risk, language),
    scopeDigest: facts.scopeDigest,
    period: `${timeText(scope.from)} — ${timeText(scope.to)}`,
    kinds:
      scope.kinds === null
        ? word('all', language)
        : scope.kinds.map((kind) => word(kind, language)).join(language === 'zh' ? '、' : ', '),
    subjects: facts.subjects.map(({ name }) => name),
    people: facts.people.map(({ name, platform }) => accountText(name, word(platform, language), language)),
    conversations: facts.conversations.listed.map(({ no, title, platform, id }) => ({
      no: String(no),
      title: title === id ? '' : title,
      platform: word(platform, language),
      id,
    })),
    conversationsAll: String(facts.conversations.all),
    conversationsBy: facts.conversations.by,
    askedAt: timeText(facts.askedAt),
    useUntil: timeText(facts.useUntil),
    grant: facts.grantNumber ?? '',
    decisions: facts.decisions.map((decision) => ({
      stage: word(decision.stage, language),
      verdict: word(decision.verdict, language),
      by: decision.byName,
      at: timeText(decision.at),
      reason: decision.reason,
      entry: decision.ledgerIndex === null ? '' : String(decision.ledgerIndex),
    })),
    consents: facts.consents.map((consent) => ({
      subject: consent.subjectName,
      state: word(consent.state, language),
      sentTo: consent.sentTo,
      requestedAt: timeText(consent.requestedAt),
      answeredAt: timeText(consent.answeredAt),
    })),
  }
}

/** One name on two platforms is two accounts. */
function accountText(name: string, platform: string, language: 'zh' | 'en'): string {
  return language === 'zh' ? `${name}（${platform}）` : `${name} (${platform})`
}

function exportData(facts: ExportFacts, language: 'zh' | 'en', authorityName: (id: string) => string): object {
  return {
    number: facts.number,
    executor: facts.executorName,
    monitor: facts.monitorName ?? '',
    names: word(facts.names, language),
    sealed: facts.ageRecipient === null ? 'password' : 'age',
    finishedAt: timeText(facts.finishedAt),
    expiresAt: timeText(facts.expiresAt),
    rows: facts.rows === null ? '' : String(facts.rows),
    maskedSpans: facts.maskedSpans === null ? '' : String(facts.maskedSpans),
    size: facts.bytes === null ? '' : String(facts.bytes),
    sha256: facts.sha256 ?? '',
    completeness: completenessText(facts.completeness, language),
    verifierSha256: facts.verifierSha256 ?? '',
    stamps: facts.files.flatMap(({ name }) => {
      const [, id] = /^proof\/timestamps\/(.+)\.tsr$/.exec(name) ?? []
      return id === undefined ? [] : authorityName(id)
    }),
    files: facts.files.map(({ name, size, sha256 }) => ({
      name,
      format: formatOf(name, language),
      size: String(size),
      sha256,
    })),
    removal:
      facts.removal?.confirmedByName == null
        ? null
        : { by: facts.removal.byName, confirmedBy: facts.removal.confirmedByName },
    copies: facts.copies.map((copy) => ({
      number: copy.number,
      recipient: copy.recipientName,
      takenAt: timeText(copy.takenAt),
      destroyedAt: timeText(copy.destroyedAt),
      method: copy.method === null ? '' : word(copy.method, language),
      by: copy.byName ?? '',
      confirmedBy: copy.confirmedByName ?? '',
    })),
  }
}

/** What the package proves, in the words of the letter; its limits stand in the template. */
function completenessText(found: ExportFacts['completeness'], language: 'zh' | 'en'): string {
  if (found?.state !== 'proven')
    return language === 'zh'
      ? '本证据包未附完整性证明，范围内记录是否齐全为本机构的陈述。'
      : 'The package carries no proof of completeness: that nothing in scope is missing is the statement of this house.'
  const { conversations, rows, byPeople, sealedAt, size } = found
  const seal = timeText(sealedAt)
  const people = {
    zh: '范围按人员确定：某人参加了哪些会话，以本机构的登记为准，证明不涵盖。',
    en: 'The scope names people: which conversations they take part in is the register of this house, and not covered by the proof.',
  }
  const said =
    language === 'zh'
      ? `完整性已证明：${conversations} 个会话中属于授权范围的 ${rows} 条记录全部在包内；以 ${seal} 的封存（覆盖账本前 ${size ?? 0} 条）为准，可用核验页核对。`
      : `Completeness is proven: all ${rows} records in scope of ${conversations} conversations are in the package, as of the seal of ${seal} over the first ${size ?? 0} entries of the ledger; the verifier page checks it.`
  return byPeople ? `${said}${language === 'zh' ? '' : ' '}${people[language]}` : said
}

/** What kind of data a file holds, and in which form: an inventory owes both. A folder of documents stands as `data/rsmf/ (14)`. */
function formatOf(name: string, language: 'zh' | 'en'): string {
  const [zh, en] = categoryOf(name)
  const [, end] = /\.([a-z]+)$/.exec(name) ?? []
  if (name.endsWith(')')) return language === 'zh' ? `${zh}，文件夹` : `${en}, folder`
  if (end === undefined) return language === 'zh' ? `${zh}，文本` : `${en}, text`
  return language === 'zh' ? `${zh}，${end.toUpperCase()}` : `${en}, ${end.toUpperCase()}`
}

function categoryOf(name: string): readonly [zh: string, en: string] {
  if (name.startsWith('proof/')) return ['证明', 'proof']
  if (name.startsWith('data/production.')) return ['装载文件', 'load file']
  return name.startsWith('data/') ? ['记录', 'records'] : ['说明', 'notes']
}

/** What was done with one export, and with its request before and beside it: another export has a log of its own. */
export function stepsAbout(id: ExportId | null, steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ detail }) => detail.export === undefined || detail.export === id)
}

/** Of an act's detail codes, counts and digests; what somebody searched for stays in the audit. */
function stepData(step: Step, language: 'zh' | 'en'): object {
  const told = Object.entries(step.detail).flatMap(([key, value]) => {
    const name = detailName(key, language)
    return name === null ? [] : [`${name} ${detailText(key, value, language)}`]
  })
  const outcome = [step.outcome, ...(step.reason === null ? [] : [step.reason])].map((code) => ending(code, language))
  return {
    at: timeText(step.at),
    by: word(step.byName, language),
    what: word(step.action, language),
    outcome: outcome.join(language === 'zh' ? '：' : ': '),
    detail: told.join(language === 'zh' ? '；' : '; ').slice(0, 400),
  }
}

function detailText(key: string, value: unknown, language: 'zh' | 'en'): string {
  if (Array.isArray(value))
    return value.map((each) => detailText(key, each, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value !== 'string') return JSON.stringify(value)
  if (key === 'kind' && isPaperKind(value)) return KINDS_OF_PAPER[value][language]
  // a number is a number, and a format has a word only where its files end like another's
  return ['names', 'recipient', 'sealed', 'stage', 'method', 'formats'].includes(key) ? word(value, language) : value
}

/** Nothing that a screen or a page does not show; line ends stay. */
function shown(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .split('\n')
      .map((line) => visible(line))
      .join('\n')
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]))
}
