import type { Language } from '../package/package.ts'
import type { Anchoring, CheckId, Completeness, Verdict } from '../verify/verdict.ts'

// The words of the verdict, for the command line and the page alike: what each check proves, and what it does not.

type Both = Readonly<Record<Language, string>>

export interface CheckWords {
  title: Both
  proves: Both
  /** What a reader might think it proves, and it does not. */
  not: Both
}

export const VERDICT_WORDS: Record<Verdict['verdict'], { title: Both; text: Both }> = {
  genuine: {
    title: { zh: '真实', en: 'Genuine' },
    text: {
      zh: '全部检查通过，签名的公钥是您事先固定的。',
      en: 'Every check passed, and the key that signed is one that you pinned.',
    },
  },
  not_pinned: {
    title: { zh: '一致，未固定公钥', en: 'Consistent, key not pinned' },
    text: {
      zh: '全部检查通过，但未固定公钥：谁都可以用自己的密钥签一个自洽的包。请从别的渠道取得该档案库的公钥再核对。',
      en: 'Every check passed, but the key is not pinned: anybody can sign a consistent package with a key of their own. Get the house\u2019s key by another way and check again.',
    },
  },
  wrong: {
    title: { zh: '有问题', en: 'Wrong' },
    text: {
      zh: '至少一项检查未通过，不能作为真实的证据包使用。',
      en: 'At least one check failed. Do not rely on this package.',
    },
  },
}

export const ANCHORING_WORDS: Record<Verdict['anchoring']['state'], Both> = {
  anchored: { zh: '有外部背书（您固定的机构或见证方）', en: 'anchored: somebody whom you pinned vouches' },
  claimed: { zh: '有外部背书（包内自称，未固定）', en: 'anchored by parties that the package names; none is pinned' },
  self_attested: { zh: '仅档案库自证：无时间戳、无联署', en: 'self-attested: no time stamp, no cosignature' },
  failed: { zh: '外部背书有问题', en: 'what others are said to have signed does not hold' },
}

/** Who vouches, one line each; empty where nobody does. Names are what keys and certificates say of themselves. */
export function anchoringLines(
  { stamps, cosignatures }: Anchoring,
  language: Language,
  time: (milliseconds: number) => string,
): string[] {
  const pin = (pinned: boolean): string => {
    if (language === 'zh') return pinned ? '已固定' : '包内自称'
    return pinned ? 'pinned' : 'as the package names it'
  }
  const word = language === 'zh' ? ['时间戳', '见证联署'] : ['time stamp', 'cosignature']
  return [
    ...stamps.map((each) => `${word[0]} · ${each.name} · ${time(each.time)} · ${pin(each.pinned)}`),
    ...cosignatures.map((each) => `${word[1]} · ${each.name} · ${time(each.time)} · ${pin(each.pinned)}`),
  ]
}

export const CHECK_WORDS: Record<CheckId, CheckWords> = {
  container: {
    title: { zh: '文件齐全', en: 'Files' },
    proves: {
      zh: '包内只有应有的文件，各一份，都能读出。',
      en: 'Only the files that belong here, each once, all readable.',
    },
    not: { zh: '不说明文件内容是否真实。', en: 'Says nothing about what they hold.' },
  },
  manifest: {
    title: { zh: '清单', en: 'Manifest' },
    proves: { zh: '清单格式规范，只有一种读法。', en: 'The manifest is well formed and can be read in one way only.' },
    not: { zh: '清单里的话由签名与账本来证。', en: 'What it says is for signature and ledger to prove.' },
  },
  signature: {
    title: { zh: '签名', en: 'Signature' },
    proves: {
      zh: '清单由所列公钥签过，签后一字未改。',
      en: 'The key named in the manifest signed it, and not a letter changed since.',
    },
    not: {
      zh: '未固定公钥时，不说明签名者是谁。',
      en: 'Without a pinned key it does not say who that is.',
    },
  },
  checkpoint: {
    title: { zh: '存证锚点', en: 'Checkpoint' },
    proves: {
      zh: '账本的大小与根由同一公钥签过。',
      en: 'Size and root of the evidence ledger are signed by the same key.',
    },
    not: {
      zh: '不说明别人看到的是同一本账：那要靠见证方或先前保存的锚点。',
      en: 'Does not say that others were shown the same ledger: that takes witnesses, or a checkpoint kept earlier.',
    },
  },
  stamps: {
    title: { zh: '时间戳', en: 'Time stamps' },
    proves: {
      zh: '时间戳机构按它自己的时钟签认：这个锚点当时已经存在。',
      en: 'A time-stamping authority signed, by its own clock, that this checkpoint existed then.',
    },
    not: {
      zh: '机构的根证书若未由您固定，只是包内自称；不查证书是否已被吊销；不说明入账前的时间。',
      en: 'Roots that you did not pin are the package\u2019s claim; revocation is not looked at; says nothing of any time before the ledger.',
    },
  },
  cosignatures: {
    title: { zh: '见证联署', en: 'Cosignatures' },
    proves: {
      zh: '见证方签认：它见过的这本账只增不改，最新的根就是这一个。',
      en: 'A witness signed that the ledger it saw was only ever added to, and that its newest root is this one.',
    },
    not: {
      zh: '见证方的公钥若未由您固定，只是包内自称；见证方不看账中记了什么。',
      en: 'Witnesses that you did not pin are the package\u2019s claim; a witness does not know what the entries mean.',
    },
  },
  files: {
    title: { zh: '文件摘要', en: 'File hashes' },
    proves: {
      zh: '每个文件逐字节与清单一致：SHA-256；第 3 版起的包另有国密 SM3，两者都核对。',
      en: 'Every file is, byte for byte, the one in the manifest: by SHA-256, and in packages from version 3 on by SM3 (GB/T 32905-2016) as well.',
    },
    not: { zh: '清单若被重做，要看签名。', en: 'If the manifest was remade, the signature tells.' },
  },
  rows: {
    title: { zh: '逐行披露', en: 'Rows' },
    proves: {
      zh: '每行展示的文字都能还原出账本条目中的承诺值；遮住的部分仍被承诺，没有替换。',
      en: 'What each row shows opens the commitment in its ledger entry; what is masked stays committed and was not replaced.',
    },
    not: {
      zh: '遮蔽的种类与假名由档案库声明；被遮文字的长度看得出来。',
      en: 'Kinds of masks and pseudonyms are the house\u2019s word; the length of a masked span can be seen.',
    },
  },
  csv: {
    title: { zh: '表格文件（CSV）', en: 'Table (CSV)' },
    proves: {
      zh: 'CSV 的每一行都与按披露重新生成的一行逐字节相同：没有少、重、挪、改。',
      en: 'Every line of the CSV equals, byte for byte, the one rendered from the disclosures: none missing, doubled, moved or altered.',
    },
    not: {
      zh: "前缀 ' 与〖〗内的字是格式加的，不是原文。",
      en: "A leading ' and what stands in 〖〗 are added by the format, not the text\u2019s own.",
    },
  },
  ledger: {
    title: { zh: '账本包含', en: 'In the ledger' },
    proves: {
      zh: '每一行和每一份审批文书都是已签名账本中的条目，位置也对。',
      en: 'Every row and every statement is an entry of the signed ledger, at its place.',
    },
    not: {
      zh: '不说明入账之前是否真实，也不说明来源从未漏采。',
      en: 'Does not say that a message was true before it was archived, or that the source missed none.',
    },
  },
  statements: {
    title: { zh: '审批与导出', en: 'Decisions and export' },
    proves: {
      zh: '审批、同意与本次导出都记在账本里，范围一致；账本记下的正是本包的披露与 CSV；第 4 版起还有案件编号、档案库名称和脱敏规则。',
      en: 'Decisions, consent and this export are in the ledger, over one scope; the ledger names these very disclosures and this CSV; from version 4 on the case number, the name of the house and the rules of masking too.',
    },
    not: { zh: '不说明审批是否合法、是否应当。', en: 'Does not say that the decisions were lawful or right.' },
  },
  counts: {
    title: { zh: '计数', en: 'Counts' },
    proves: {
      zh: '总行数、各会话行数与首尾序号都与清单一致。',
      en: 'Rows in all, rows and first and last number of each conversation agree with the manifest.',
    },
    not: {
      zh: '范围内是否没有遗漏，由“完整性”一项来证。',
      en: 'Whether the scope holds more is for the check \u201cCompleteness\u201d to prove.',
    },
  },
  completeness: {
    title: { zh: '完整性', en: 'Completeness' },
    proves: {
      zh: '范围是审批人批准的那一个；封存时，其中每个会话在这段时间里的每一条记录都在本包内，一条不缺；按种类排除的，逐条展示了种类。',
      en: 'The scope is the one that was approved; of each of its conversations every record inside its time, as sealed, is here, and none is missing; those of other kinds each show their kind.',
    },
    not: {
      zh: '完整是相对封存之前已入库的记录而言，且以档案库只有一本账为前提（由见证方与审计联署方保证）。它不证明来源从未漏采，也不证明档案库说某人参加了哪些会话是对的。',
      en: 'Complete relative to what had been archived when the seal was made, if the house kept one ledger (witnesses and the auditing cosigner vouch for that). It cannot show that a message never captured existed, nor that the house is right about which conversations a person took part in.',
    },
  },
  xlsx: {
    title: { zh: '表格文件（XLSX）', en: 'Table (XLSX)' },
    proves: {
      zh: 'XLSX 的每个单元格与 CSV 相同，没有公式。',
      en: 'Every cell of the XLSX equals the CSV\u2019s; no formula.',
    },
    not: {
      zh: '第 4 版以前的包，字体、列宽、数字格式等样式不在证明之内；第 4 版起连同样式逐字节核对。',
      en: 'Before version 4 fonts, widths and formats of cells are not covered; from then on they are, byte for byte.',
    },
  },
  json: {
    title: { zh: '数据文件（JSON）', en: 'Data (JSON)' },
    proves: {
      zh: 'JSON 的每一行都与按披露重新生成的一行逐字节相同：没有少、重、挪、改。',
      en: 'Every row of the JSON equals, byte for byte, the one rendered from the disclosures: none missing, doubled, moved or altered.',
    },
    not: {
      zh: '第 4 版以前的包不比对此文件，只核对摘要。',
      en: 'In packages before version 4 the file is not compared; its digest is.',
    },
  },
  rsmf: {
    title: { zh: '会话文件（RSMF）', en: 'Conversations (RSMF)' },
    proves: {
      zh: '每个会话每天一个文件，不多不少；其邮件头、索引文字和消息清单都与按披露重新生成的相同。',
      en: 'One file for each conversation and day, none missing or added; headers, indexed text and list of messages of each equal what the disclosures give.',
    },
    not: {
      zh: '其中压缩包的格式字节不在比对之内；第 4 版以前的包只核对摘要。',
      en: 'Bytes of the zip container inside are not compared; before version 4 only the digest is.',
    },
  },
  load: {
    title: { zh: '装载文件（DAT、OPT）', en: 'Load file (DAT, OPT)' },
    proves: {
      zh: '装载文件的每一行、它引用的每个文字文件都与按披露重新生成的相同，摘要是包内文件自己的。',
      en: 'Every line of the load file and every text that it names equal what the disclosures give; its digests are those of the files here.',
    },
    not: {
      zh: '页面（PDF）的内容与页数是档案库的声明，不与行比对。',
      en: 'What stands on the pages (PDF), and how many there are, is the house\u2019s word and not compared with the rows.',
    },
  },
}

/** Files that hold the rows once more and were not compared with them. `{files}` is filled in. */
const ON_TRUST: Both = {
  zh: '{files}：由档案库签名清单列出摘要，内容未与各行比对。如与 CSV 不同，以 CSV 为准。',
  en: '{files}: signed for by the house, but not compared with the rows. Where they differ from the CSV, the CSV is what is proven.',
}

/** A sentence about `onTrust`; null where there is none. */
export function onTrustText({ onTrust }: Pick<Verdict, 'onTrust'>, language: Language): string | null {
  if (onTrust.length === 0) return null
  const groups = new Map<string, string[]>()
  for (const name of onTrust) {
    const group = groups.get(groupOf(name))
    if (group === undefined) groups.set(groupOf(name), [name])
    else group.push(name)
  }
  const names = [...groups].map(([name, files]) =>
    files.length === 1 ? (files[0] ?? '') : `${name} (${files.length})`,
  )
  return ON_TRUST[language].replace('{files}', names.join(language === 'zh' ? '、' : ', '))
}

/** Documents by their folder, volumes of pages together. */
function groupOf(name: string): string {
  return name.replace(/[^/]*$/, (file) => (name.split('/').length > 2 ? '' : file.replace(/-\d{4}\.pdf$/, '-*.pdf')))
}

/** The answer about completeness, beside the verdict: `{conversations}`, `{rows}`, `{others}`, `{time}`, `{size}` are filled in. */
export const COMPLETENESS_WORDS: Record<Completeness['state'], Both> = {
  proven: {
    zh: '已证明：{conversations} 个会话范围内的 {rows} 条记录全部在此（另有 {others} 条属其他种类）；以 {time} 的封存为准，覆盖账本前 {size} 条',
    en: 'proven: all {rows} records in scope of {conversations} conversations are here ({others} more are of other kinds); as of the seal of {time} over the first {size} entries of the ledger',
  },
  failed: { zh: '未通过：不能据此认为没有遗漏', en: 'failed: do not take it that nothing was left out' },
  not_proven: {
    zh: '未证明：本包没有完整性证明，范围内有多少条只是档案库的声明',
    en: 'not proven: this package carries no proof of it; how many records the scope holds is the house\u2019s word',
  },
}

/** @param time how the caller writes a time */
export function completenessText(
  found: Completeness,
  language: Language,
  time: (milliseconds: number) => string,
): string {
  return COMPLETENESS_WORDS[found.state][language]
    .replace('{conversations}', String(found.conversations))
    .replace('{rows}', String(found.rows))
    .replace('{others}', String(found.otherKinds))
    .replace('{time}', found.sealedAt === null ? '' : time(found.sealedAt))
    .replace('{size}', String(found.size ?? 0))
}
