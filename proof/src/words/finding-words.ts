import type { Language } from '../package/package.ts'
import type { Finding, FindingCode } from '../verify/verdict.ts'
import { detailText } from './detail-words.ts'

// The words of what a check found wrong: a sentence for each code.

type Both = Readonly<Record<Language, string>>

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
  aside_in_zip: {
    zh: '压缩包带有注释或外加字段：别的软件会显示，却不是证据',
    en: 'the zip carries a comment or a field of its own: other programs show it, and it is no evidence',
  },
  size_differs: {
    zh: '文件大小与清单不符：{file}（{detail}）',
    en: 'file size differs from the manifest: {file} ({detail})',
  },
  hash_differs: {
    zh: '文件内容与清单的摘要不符：{file}',
    en: 'file content differs from the manifest\u2019s hash: {file}',
  },
  sm3_differs: {
    zh: '文件内容与清单的国密 SM3 摘要不符：{file}',
    en: 'file content differs from the manifest\u2019s SM3 hash: {file}',
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
    zh: '“没有任何记录”的说法不成立（{detail}）',
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
  frame_differs: { zh: '文件的开头、结尾或行间与格式不符：{file}', en: 'what stands around the rows differs: {file}' },
  bad_document: { zh: '文件不合格式：{file}（{detail}）', en: 'file is malformed: {file} ({detail})' },
  document_differs: {
    zh: '与按披露重新生成的内容不符：{file}（{detail}）',
    en: 'differs from what the disclosed rows give: {file} ({detail})',
  },
  document_row_differs: {
    zh: '在 {file} 中与披露不符：被改动、缺失或挪动',
    en: 'differs from its disclosure in {file}: altered, missing or moved',
  },
  document_unknown: {
    zh: '没有任何披露的行对应此文件：{file}',
    en: 'no disclosed row belongs to this file: {file}',
  },
  not_compared: {
    zh: '有行读不出，无法与全部文件比对',
    en: 'some rows cannot be read, so that not every file could be compared',
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
