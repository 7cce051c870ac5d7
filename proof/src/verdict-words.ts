import { detailText } from './detail-words.ts'
import type { Language } from './package.ts'
import type { Anchoring, CheckId, Completeness, Finding, FindingCode, Verdict } from './verdict.ts'

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
    proves: { zh: '每个文件逐字节与清单一致。', en: 'Every file is, byte for byte, the one in the manifest.' },
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
      zh: '前缀 \u2019 与〖〗内的字是格式加的，不是原文。',
      en: 'A leading \u2019 and what stands in 〖〗 are added by the format, not the text\u2019s own.',
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
      zh: '审批、同意与本次导出都记在账本里，范围一致；账本记下的正是这两个文件。',
      en: 'Decisions, consent and this export are in the ledger, over one scope; the ledger names these very files.',
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
      zh: '范围内是否没有遗漏，由「完整性」一项来证。',
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
    not: { zh: '字体、列宽等样式不在证明之内。', en: 'Fonts, widths and other looks are not covered.' },
  },
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

const ROW: Both = { zh: '第 {row} 行', en: 'row {row}' }

/** One sentence per code; `{file}`, `{detail}` are filled in, and the row goes in front. */
export const FINDING_WORDS: Record<FindingCode, Both> = {
  bad_file_name: { zh: '文件名不安全：{file}', en: 'unsafe file name: {file}' },
  duplicate_file: { zh: '同名文件出现两次：{file}', en: 'file twice: {file}' },
  unexpected_file: { zh: '多出不该有的文件：{file}', en: 'file that does not belong here: {file}' },
  missing_file: { zh: '缺少文件：{file}', en: 'missing file: {file}' },
  too_many_files: { zh: '文件过多', en: 'too many files' },
  unreadable_file: { zh: '文件损坏，读不出：{file}', en: 'file damaged, cannot be read: {file}' },
  file_too_large: { zh: '文件过大：{file}', en: 'file too large: {file}' },
  compression_ratio: {
    zh: '压缩比异常，疑为压缩炸弹：{file}',
    en: 'inflates beyond reason, perhaps a zip bomb: {file}',
  },
  size_differs: {
    zh: '文件大小与清单不符：{file}（{detail}）',
    en: 'file size differs from the manifest: {file} ({detail})',
  },
  hash_differs: {
    zh: '文件内容与清单的摘要不符：{file}',
    en: 'file content differs from the manifest\u2019s hash: {file}',
  },
  file_not_listed: { zh: '清单未列此文件：{file}', en: 'file not listed in the manifest: {file}' },
  bad_manifest: { zh: '清单不合格式（{detail}）', en: 'manifest is malformed ({detail})' },
  bad_conversations: { zh: '会话表不合格式（{detail}）', en: 'conversations are malformed ({detail})' },
  bad_key: { zh: '公钥不合格式', en: 'key is malformed' },
  bad_signature: { zh: '清单的签名不成立（{detail}）', en: 'signature of the manifest does not hold ({detail})' },
  signed_text_differs: {
    zh: '清单在签名后被改动：签名对应的是另一份清单',
    en: 'manifest changed after signing: the signature is over another one',
  },
  signer_not_trusted: {
    zh: '签名的公钥不在您信任的公钥之内',
    en: 'signed by a key that is not trusted',
  },
  bad_checkpoint: {
    zh: '存证锚点的签名或格式不成立（{detail}）',
    en: 'checkpoint is malformed or its signature does not hold ({detail})',
  },
  checkpoint_differs: { zh: '存证锚点与清单不符', en: 'checkpoint differs from the manifest' },
  bad_anchors: {
    zh: '外部背书名单不合格式（{detail}）',
    en: 'list of authorities and witnesses is malformed ({detail})',
  },
  bad_stamp: { zh: '时间戳不成立：{file}（{detail}）', en: 'time stamp does not hold: {file} ({detail})' },
  stamp_time_differs: {
    zh: '时间戳早于本次导出的时间：{file}',
    en: 'time stamp is of before this export: {file}',
  },
  bad_cosignature: { zh: '见证联署不成立（{detail}）', en: 'cosignature does not hold ({detail})' },
  bad_row: { zh: '披露无法读取（{detail}）', en: 'disclosure cannot be read ({detail})' },
  bad_disclosure: { zh: '披露不能还原承诺值（{detail}）', en: 'disclosure does not open ({detail})' },
  bad_mask: {
    zh: '遮蔽标注与实际遮住的位置不符（{detail}）',
    en: 'masks do not cover exactly what is hidden ({detail})',
  },
  leaf_differs: { zh: '内容与账本条目不符：这一行被改过', en: 'does not match its ledger entry: this row was changed' },
  time_differs: { zh: '记录的时间与账本条目的时间不符', en: 'time of the record differs from its ledger entry' },
  tag_differs: { zh: '会话标签与所示会话不符', en: 'conversation tag does not belong to the conversation shown' },
  row_missing: { zh: '缺失', en: 'is missing' },
  row_doubled: { zh: '重复出现', en: 'stands twice' },
  row_moved: { zh: '被挪动位置', en: 'was moved' },
  row_out_of_order: { zh: '不在声明的顺序中', en: 'is out of the declared order' },
  row_altered: { zh: '与披露不符：被改动', en: 'differs from its disclosure: it was altered' },
  row_unknown: { zh: '不属于任何披露的行', en: 'belongs to no disclosed row' },
  entry_doubled: { zh: '与另一行是账本中的同一条目', en: 'is the same ledger entry as another row' },
  seq_doubled: { zh: '会话内序号与另一行相同', en: 'has the same number in its conversation as another row' },
  line_too_long: { zh: '一行过长：{file}', en: 'a line is too long: {file}' },
  not_ended: { zh: '行尾缺换行', en: 'line is not ended' },
  headings_differ: { zh: '表头不符', en: 'headings differ' },
  index_outside: { zh: '账本序号超出账本大小', en: 'ledger index is outside the ledger' },
  bad_inclusion: { zh: '包含证明不成立（{detail}）', en: 'inclusion proof does not hold ({detail})' },
  root_differs: {
    zh: '各行与文书合不出已签名的账本根：有条目被换、被删或被加',
    en: 'rows and statements do not add up to the signed root: an entry was changed, left out or put in',
  },
  bad_statements: { zh: '文书不合格式（{detail}）', en: 'statements are malformed ({detail})' },
  statement_order: { zh: '文书次序不对（{detail}）', en: 'statements are out of order ({detail})' },
  approvals_differ: { zh: '审批与清单不符', en: 'decisions differ from the manifest' },
  not_approved: { zh: '有一项审批不是通过（{detail}）', en: 'a decision is not an approval ({detail})' },
  not_agreed: { zh: '客户未同意或已撤回（{detail}）', en: 'the customer did not agree, or withdrew ({detail})' },
  no_decision: { zh: '没有任何审批', en: 'no decision at all' },
  scope_differs: {
    zh: '文书的范围与清单不同（{detail}）',
    en: 'scope of a statement differs from the manifest ({detail})',
  },
  export_statement: {
    zh: '账本中的导出文书与本包不符（{file}{detail}）',
    en: 'export statement in the ledger differs from this package ({file}{detail})',
  },
  rows_differ: { zh: '行数不符（{detail}）', en: 'number of rows differs ({detail})' },
  conversation_differs: {
    zh: '会话的行数或序号与清单不符（{detail}）',
    en: 'rows or numbers of a conversation differ from the manifest ({detail})',
  },
  more_than_in_scope: { zh: '行数多于范围内的记录数（{detail}）', en: 'more rows than records in scope ({detail})' },
  label_doubled: { zh: '两个会话用了同一标签（{detail}）', en: 'two conversations have one label ({detail})' },
  bad_completeness: { zh: '完整性证明不合格式（{detail}）', en: 'completeness proof is malformed ({detail})' },
  scope_not_approved: {
    zh: '完整性证明的范围不是审批所批的范围',
    en: 'the scope of the completeness proof is not the approved one',
  },
  seal_missing: { zh: '没有（或不止一个）封存文书', en: 'there is no epoch seal, or more than one' },
  seal_differs: { zh: '封存文书自相矛盾（{detail}）', en: 'the epoch seal contradicts itself ({detail})' },
  seal_too_old: {
    zh: '封存早于本次导出：封存之后入库的记录不在证明之内',
    en: 'the seal was made before this export: it does not cover what was archived since',
  },
  map_differs: {
    zh: '会话与封存的总表不符（{detail}）：这是另一次封存，或总表内容被改',
    en: 'conversations do not add up to the sealed map ({detail}): another epoch\u2019s seal, or a changed entry',
  },
  directory_differs: {
    zh: '会话编号与封存的编号表不符（{detail}）',
    en: 'numbers of conversations do not add up to the sealed directory ({detail})',
  },
  absence_differs: {
    zh: '「没有任何记录」的说法不成立（{detail}）',
    en: 'that a conversation has no record is not so ({detail})',
  },
  conversation_hidden: {
    zh: '范围内有会话被整个隐瞒（{detail}）',
    en: 'a conversation of the scope is hidden altogether ({detail})',
  },
  conversation_outside_scope: {
    zh: '有会话不在批准的范围内，或没有证明（{detail}）',
    en: 'a conversation is not of the approved scope, or not proven ({detail})',
  },
  record_hidden: {
    zh: '有落在时间范围内的记录被藏在不展示的部分里（{detail}）',
    en: 'a record inside the time of the scope is hidden in what is not shown ({detail})',
  },
  record_left_out: { zh: '有记录下落不明（{detail}）', en: 'a record is not accounted for ({detail})' },
  record_withheld: {
    zh: '有范围内的记录只给了摘要（{detail}）',
    en: 'a record of the scope is withheld ({detail})',
  },
  row_not_sealed: {
    zh: '有行不在封存之内（{detail}）：封存属于更早的时点',
    en: 'a row is not under the seal ({detail}): the seal is of an earlier time',
  },
  row_outside_scope: { zh: '不在批准的范围内', en: 'is outside the approved scope' },
  rest_differs: {
    zh: '不展示的部分与封存不符（{detail}）：其时间标签或摘要是假的',
    en: 'what is not shown differs from the seal ({detail}): its times or digests are false',
  },
  tree_differs: {
    zh: '会话的记录合不出封存的根（{detail}）：有行被换、被调换位置或被改',
    en: 'records of a conversation do not add up to its sealed root ({detail}): a row was swapped, moved or changed',
  },
  in_scope_differs: {
    zh: '清单所称的范围内条数与证明不符（{detail}）',
    en: 'the manifest\u2019s count of records in scope differs from the proof ({detail})',
  },
  bad_xlsx: { zh: 'XLSX 不合格式（{detail}）', en: 'XLSX is malformed ({detail})' },
}

/** One finding as a sentence. */
export function findingText(finding: Finding, language: Language): string {
  const text = FINDING_WORDS[finding.code][language]
    .replace('{file}', finding.file ?? '')
    .replace('{detail}', detailText(finding.detail ?? '', language))
    .replace(/ ?[（(][）)]/, '')
  if (finding.row === undefined) return text
  const row = ROW[language].replace('{row}', String(finding.row))
  return language === 'zh' ? `${row}：${text}` : `${row}: ${text}`
}
