import { KINDS, VERDICT_WORDS } from '@cunzhen/proof'
import { paperWord } from '#papers'
import type { LeftOut } from '../register/job.ts'
import { verifierName } from '../register/places.ts'
import type { ExportFormat } from '../register/store.ts'

export interface ReadmeFacts {
  house: string
  number: string
  rows: number
  names: 'mask' | 'pseudonym'
  /** Of masks: what the package tells of how long a hidden value is. */
  length: keyof typeof LENGTH_ZH
  /** Verifier key of the house's evidence ledger. */
  key: string
  /** Why records.xlsx is missing though it was asked for. */
  sheet: 'written' | 'not_asked' | 'too_many_rows' | 'cell_too_long'
  formats: readonly ExportFormat[]
  /** The zip came out of a file sealed to the recipient's own key, and has no password. */
  sealedToKey: boolean
  leftOut: LeftOut
  /** Name of a time stamp in the package; null: it has none. */
  stamp: string | null
}

const SHEET_ZH = {
  written: '',
  not_asked: '',
  too_many_rows: 'records.xlsx 未附：行数超过电子表格上限。\n',
  cell_too_long: 'records.xlsx 未附：有单元格超过电子表格上限，请用 records.csv。\n',
}
const SHEET_EN = {
  written: '',
  not_asked: '',
  too_many_rows: 'records.xlsx is left out: more rows than a spreadsheet can hold.\n',
  cell_too_long: 'records.xlsx is left out: a cell is longer than a spreadsheet can hold; use records.csv.\n',
}

const LENGTH_ZH = {
  exact: '一个 * 是一个字：被隐去部分的字数是可见的。',
  fixed: '**** 代替被隐去的内容，与其长短无关；proof/ 中的承诺逐字成立，仍可数出被隐去的字数。',
  padded: '**** 代替被隐去的内容，与其长短无关；连同旁边的文字隐去到八字的整数倍，proof/ 也只透露到八字一档。',
}
const LENGTH_EN = {
  exact: 'A * is one character: how long a hidden run is can be seen.',
  fixed:
    '**** stands for a hidden value whatever its length; the commitments in proof/ are made character by character, so that the hidden ones can still be counted there.',
  padded:
    '**** stands for a hidden value whatever its length; with the text beside it a multiple of eight characters is hidden, and proof/ tells no more than that.',
}

const FURTHER: readonly (readonly [format: ExportFormat, zh: string, en: string])[] = [
  [
    'xlsx_locked',
    'records-locked.xlsx    同样的行，工作簿自带打开密码（与本包密码不同）',
    'records-locked.xlsx    the same rows, a workbook that asks for a password of its own',
  ],
  ['json', 'records.json    同样的行，每行一个 JSON 对象', 'records.json    the same rows, one JSON object a line'],
  [
    'pdf',
    'records-0001.pdf …    同样的行，PDF/A-2b，每页有接收人水印',
    'records-0001.pdf …    the same rows, PDF/A-2b, every page marked with the recipient',
  ],
  ['rsmf', 'rsmf/    每个会话每天一个 RSMF 2.0 文件', 'rsmf/    RSMF 2.0, one file for each conversation and day'],
  [
    'load',
    'production.dat、production.opt    Concordance/Opticon 装载文件，路径以所在文件夹为起点；rsmf/、text/、pages/ 是其中的文件',
    'production.dat, production.opt    Concordance and Opticon load files, paths from their own folder; rsmf/, text/, pages/ hold what they name',
  ],
]

/** What else lies in data/, one file a line; nothing where nothing does. */
function furtherText({ formats, leftOut }: ReadmeFacts, language: 'zh' | 'en'): string {
  const asked = FURTHER.filter(([format]) => formats.includes(format))
  const gone = (format: ExportFormat) =>
    leftOut === 'too_many_documents'
      ? format === 'rsmf' || format === 'load'
      : leftOut !== null && format === 'xlsx_locked'
  const lines = asked.map(([format, zh, en]) => {
    if (gone(format)) return language === 'zh' ? `${format} 未附：超过上限` : `${format} is left out: too much for it`
    return language === 'zh' ? zh : en
  })
  if (lines.length === 0) return ''
  const said = {
    zh: '以上文件由出具方用同样的行生成，摘要列在签名清单中。核验器另将 JSON、RSMF、装载文件及其文字逐行比对；PDF 页面和自带密码的工作簿只核对摘要，如与 records.csv 不同，以 records.csv 为准。',
    en: 'The issuer made these of the same rows; the signed manifest has their digests. A verifier also compares JSON, RSMF, load files and their texts with the rows; of pages (PDF) and of a workbook with a password of its own it checks the digest alone: where they differ, records.csv is what is proven.',
  }
  return `${lines.map((line) => `  ${line}`).join('\n')}\n  ${said[language]}\n`
}

/** The cells of a table are the record's own words, which are English; who reads no English has them here. */
const KINDS_ZH = KINDS.map((kind) => `${kind} ${paperWord(kind, 'zh')}`)

/** What is stamped are the first three lines of the checkpoint: its signatures come after them. */
function stampText({ stamp }: ReadmeFacts, language: 'zh' | 'en'): string {
  if (stamp === null) return ''
  const check = `head -n 3 proof/checkpoint > text && openssl ts -verify -in ${stamp} -data text -CAfile ROOT.pem`
  return language === 'zh'
    ? `时间戳也可以不用本系统的软件单独核验（ROOT.pem 是时间戳机构的根证书，须从本包以外取得）：\n  ${check}\n`
    : `The time stamp can also be checked without our software (ROOT.pem: the authority's root certificate, from elsewhere):\n  ${check}\n`
}

/** As page and command line say it. */
const NOT_PINNED = VERDICT_WORDS.not_pinned.title

/** README.txt of a package: what it is, how to check it, what is not promised. */
export function readmeText(facts: ReadmeFacts): string {
  const { house, number, rows, key } = facts
  return `存真证据包 ${number}    ${house}    共 ${rows} 行

data/      脱敏后的记录。${facts.names === 'mask' ? '* 代替被隐去的字。' : '姓名和账号以假名〖…〗代替；* 代替其他被隐去的字。'}〖…〗里的话是出具方加的，不是原文。
  records.csv    全部行，UTF-8；核验器逐行比对
  表格的“类型”一栏：${KINDS_ZH.join('，')}；时间后面的 +08:00 表示北京时间
${facts.sheet === 'written' ? '  records.xlsx    同样的单元格；核验器逐格比对\n' : ''}${furtherText(facts, 'zh')}${SHEET_ZH[facts.sheet]}proof/     证明：每一行都与出具方存证账本中的承诺值一致；被隐去的内容未披露，但仍受承诺约束。

如何核验（不需要联网，也不需要出具方）：
  1. 浏览器打开随包附带的 ${verifierName(number)}，选择本压缩包${facts.sealedToKey ? '（没有密码：它由接收人的私钥解开）' : '并输入密码'}；或
  2. cunzhen-verify 证据包.zip${facts.sealedToKey ? '' : ' --password-file 密码文件'} --trust "验证公钥"
验证公钥和核验页的 SHA-256 须从本包以外的途径取得（例如盖章的确认函），否则结论只能是“${NOT_PINNED.zh}”。
本包自称的公钥：${key}
${stampText(facts, 'zh')}核验通过说明：各行与账本一致、未被改动；“完整性”一项通过，说明封存时已入库的范围内记录一条不缺。不说明：来源是否漏采、消息内容是否属实、假名标注是否正确。
${LENGTH_ZH[facts.length]}脱敏后的数据仍属于个人信息。

----

Cunzhen evidence package ${number}    ${house}    ${rows} rows

data/      the masked records. ${facts.names === 'mask' ? 'A * stands for what is hidden.' : 'Names and accounts are pseudonyms 〖…〗; a * stands for what else is hidden.'} What stands in 〖…〗 was put there by the issuer.
  records.csv    every row, UTF-8; a verifier compares each
${facts.sheet === 'written' ? '  records.xlsx    the same cells; a verifier compares each\n' : ''}${furtherText(facts, 'en')}${SHEET_EN[facts.sheet]}proof/     every row agrees with a commitment in the issuer's ledger; what is hidden is not disclosed, and stays committed.

To check (offline, without the issuer):
  1. open ${verifierName(number)}, handed over with this zip, in a browser, choose the zip${facts.sealedToKey ? " (it has no password: the recipient's own key opened it)" : ', type the password'}; or
  2. cunzhen-verify PACKAGE.zip${facts.sealedToKey ? '' : ' --password-file FILE'} --trust "VERIFIER KEY"
Get the verifier key, and the SHA-256 of the verifier page, by another way than this package (the sealed letter of confirmation has both); without the key the verdict can only be "${NOT_PINNED.en}".
The key that this package names: ${key}
${stampText(facts, 'en')}A green verdict says: the rows are what the ledger holds, unaltered; and, where "Completeness" passed, that no record of the scope that
had been archived when it was sealed is missing. It does not say that the source missed none, that a message was true, or that labels are right. ${LENGTH_EN[facts.length]} Masked data is still personal information.
`
}
