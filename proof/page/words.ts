import type { Language } from '../src/package/package.ts'

// The page's own words; those of the verdict are in src/verdict-words.ts.

type Both = Readonly<Record<Language, string>>

export const WORDS = {
  title: { zh: '证据包验证器', en: 'Evidence package verifier' },
  offline: {
    zh: '本页不联网，也不保存：文件只在您的浏览器里打开和核对。',
    en: 'This page uses no network and keeps nothing: files are opened and checked in your browser only.',
  },
  package: { zh: '证据包（.zip）', en: 'Package (.zip)' },
  choose: { zh: '选择文件', en: 'Choose a file' },
  drop: { zh: '或把文件拖到这里', en: 'or drop it here' },
  password: { zh: '密码', en: 'Password' },
  passwordHint: { zh: '由交付方另行告知', en: 'given to you separately by whoever handed over the package' },
  show: { zh: '显示', en: 'Show' },
  key: { zh: '您信任的公钥（可留空）', en: 'Keys you trust (optional)' },
  keyHint: {
    zh: '从别的渠道（官网、公函、既往文件）取得的档案库公钥，形如“名称+摘要+base64”，一行一个。也可加上见证方公钥，以及时间戳机构的根证书（PEM）。',
    en: 'The house\u2019s key as you have it by another way (site, letter, earlier papers): name+hash+base64, one a line. Keys of witnesses and roots of time-stamping authorities (PEM) may stand beside it.',
  },
  check: { zh: '核对', en: 'Check' },
  print: { zh: '打印', en: 'Print' },
  language: { zh: 'English', en: '中文' },
  changed: {
    zh: '密码或公钥已改动，请重新核对。',
    en: 'The password or the keys were changed: check again.',
  },
  checking: { zh: '正在核对……', en: 'Checking …' },
  noFile: { zh: '请先选择证据包。', en: 'Choose a package first.' },
  password_needed: { zh: '证据包已加密，请输入密码。', en: 'The package is encrypted: enter its password.' },
  wrong_password: { zh: '密码不对。', en: 'Wrong password.' },
  bad_key: {
    zh: '填写的不是公钥或证书。',
    en: 'The key field holds something that is neither a key nor a certificate.',
  },
  unreadable: {
    zh: '这个文件打不开：不是证据包，或已损坏。',
    en: 'This file cannot be opened: it is not a package, or it is damaged.',
  },
  age_file: {
    zh: '这是用 age 加密给接收人的文件：请先用自己的私钥解密（age -d -i 私钥文件 -o 证据包.zip 此文件），再选择得到的 zip。',
    en: 'This file is sealed to its recipient with age: open it with your own key first (age -d -i KEYFILE -o PACKAGE.zip FILE), then choose the zip.',
  },
  refused: {
    zh: '这个压缩包不安全，未打开：',
    en: 'This zip is not safe to open and was left closed: ',
  },
  file: { zh: '所核文件', en: 'File' },
  fileHash: { zh: '文件 SHA-256', en: 'SHA-256 of the file' },
  checkedAt: { zh: '核对时间', en: 'Checked' },
  house: { zh: '档案库', en: 'House' },
  number: { zh: '导出编号', en: 'Export' },
  caseNo: { zh: '案件编号', en: 'Case' },
  at: { zh: '导出时间', en: 'Exported' },
  rows: { zh: '行数', en: 'Rows' },
  masked: { zh: '遮蔽字数', en: 'Masked characters' },
  ledger: { zh: '账本大小', en: 'Ledger size' },
  digests: { zh: '文件摘要算法', en: 'File hashes' },
  completeness: { zh: '完整性', en: 'Completeness' },
  anchoring: { zh: '外部背书', en: 'Vouched for' },
  onTrust: { zh: '未与各行比对', en: 'Not compared' },
  signer: { zh: '签名公钥', en: 'Signed by' },
  pinned: { zh: '已固定', en: 'pinned' },
  unpinned: { zh: '未固定', en: 'not pinned' },
  decided: { zh: '审批', en: 'Decided' },
  problems: { zh: '问题所在', en: 'What is wrong' },
  claimed: {
    zh: '以下各项只是包内自称，核对未通过，不能采信。',
    en: 'What follows is what the package says of itself; it did not pass, so do not rely on it.',
  },
  checks: { zh: '逐项检查', en: 'Checks' },
  proves: { zh: '证明', en: 'Proves' },
  wouldProve: { zh: '通过时才证明', en: 'Would prove' },
  not: { zh: '限度', en: 'Limits' },
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'failed' },
  skipped: { zh: '未检查', en: 'not checked' },
  absent: { zh: '本包没有', en: 'not in this package' },
  more: { zh: '另有 {n} 处', en: '{n} more' },
  unitFiles: { zh: '{n} 个文件', en: '{n} files' },
  unitRows: { zh: '{n} 行', en: '{n} rows' },
  unitStamps: { zh: '{n} 枚', en: '{n} stamps' },
  unitCosignatures: { zh: '{n} 个', en: '{n} cosignatures' },
  unitEntries: { zh: '{n} 个账本条目', en: '{n} ledger entries' },
  unitStatements: { zh: '{n} 份文书', en: '{n} statements' },
  unitConversations: { zh: '{n} 个会话', en: '{n} conversations' },
  unitRecords: { zh: '{n} 条记录', en: '{n} records' },
  table: { zh: '脱敏记录', en: 'Masked records' },
  unproven: {
    zh: '核对未通过：标红的行有问题，其余各行也不能单独采信。',
    en: 'The package did not pass: rows in red are found wrong, and none of the others should be relied on by itself.',
  },
  first: { zh: '共 {n} 行，显示前 {shown} 行', en: '{n} rows, the first {shown} shown' },
  legend: {
    zh: '* 为遮蔽的字；〖〗内的字由档案库或格式加注，不是原文；“类型”等栏是记录本身的英文代码。',
    en: '* is a masked character; what stands in 〖〗 was put there by the house or the format and is not the text itself.',
  },
} as const satisfies Record<string, Both>

export type Word = keyof typeof WORDS

/** English has a form of its own for one. */
const ONE: Partial<Record<Word, string>> = {
  unitFiles: '1 file',
  unitRows: '1 row',
  unitStamps: '1 stamp',
  unitCosignatures: '1 cosignature',
  unitEntries: '1 ledger entry',
  unitStatements: '1 statement',
  unitConversations: '1 conversation',
  unitRecords: '1 record',
}

export function counted(unit: Word, n: number, language: Language): string {
  const one = language === 'en' && n === 1 ? ONE[unit] : undefined
  return one ?? WORDS[unit][language].replace('{n}', String(n))
}
