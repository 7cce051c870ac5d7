import { PROOF_ERROR_CODES, type ProofErrorCode } from '../bytes/errors.ts'
import type { Language } from '../package/package.ts'
import type { TimestampFault } from '../timestamp/timestamp-verify.ts'

// Words for what stands behind a finding: a refusal's code, a place. A judge reads sentences, a program reads the codes.

type Both = Readonly<Record<Language, string>>

const CODE_WORDS: Record<ProofErrorCode, Both> = {
  bad_hex: { zh: '不是合格的十六进制', en: 'not proper hexadecimal' },
  bad_base64: { zh: '不是合格的 base64', en: 'not proper base64' },
  bad_utf8: { zh: '不是合格的 UTF-8', en: 'not proper UTF-8' },
  lone_surrogate: { zh: '文字中有残缺的代理对', en: 'text with half a surrogate pair' },
  not_canonical_json: { zh: '不是规范 JSON', en: 'not canonical JSON' },
  unsupported_value: { zh: '有不允许的值', en: 'a value that is not allowed' },
  bad_seed: { zh: '种子不合格式', en: 'a seed is malformed' },
  bad_version: { zh: '版本不认识', en: 'unknown version' },
  bad_field: { zh: '字段不认识', en: 'unknown field' },
  bad_kind: { zh: '种类不认识', en: 'unknown kind' },
  bad_time: { zh: '时间不合格式', en: 'a time is malformed' },
  bad_length: { zh: '长度不对', en: 'wrong length' },
  trailing_bytes: { zh: '末尾有多余的字节', en: 'bytes after the end' },
  truncated: { zh: '被截断', en: 'cut short' },
  too_long: { zh: '过长', en: 'too long' },
  bad_span: { zh: '遮蔽的起止位置不对', en: 'a masked span is out of place' },
  bad_disclosure: { zh: '披露不合格式', en: 'the disclosure is malformed' },
  bad_mask: { zh: '遮蔽标注不对', en: 'masks are wrong' },
  bad_row: { zh: '这一行不合格式', en: 'the row is malformed' },
  bad_entry: { zh: '账本条目不合格式', en: 'the ledger entry is malformed' },
  bad_entry_type: { zh: '账本条目的类型不认识', en: 'unknown type of ledger entry' },
  bad_integer: { zh: '整数不合格式', en: 'an integer is malformed' },
  bad_digest: { zh: '摘要的长度不对', en: 'a digest of the wrong length' },
  index_out_of_range: { zh: '序号超出范围', en: 'index out of range' },
  bad_tree_size: { zh: '账本大小不对', en: 'wrong size of the ledger' },
  bad_proof_length: { zh: '证明过长或过短', en: 'the proof is too long or too short' },
  root_mismatch: { zh: '与根不符', en: 'differs from the root' },
  bad_tile: { zh: '账本分块不合格式', en: 'a tile of the ledger is malformed' },
  bad_label: { zh: '时间标签不合格式', en: 'a label of times is malformed' },
  bad_position: { zh: '位置不对', en: 'wrong position' },
  in_window: { zh: '落在时间范围内', en: 'inside the time of the scope' },
  bad_note: { zh: '签名文书不合格式', en: 'the signed note is malformed' },
  bad_checkpoint: { zh: '锚点文书不合格式', en: 'the checkpoint is malformed' },
  bad_verifier_key: { zh: '公钥不合格式', en: 'a key is malformed' },
  bad_signature: { zh: '签名与所签文字不符', en: 'the signature is not over this text' },
  no_known_signature: { zh: '没有所列公钥的签名', en: 'no signature by the key that is named' },
  bad_der: { zh: '不是合格的 DER', en: 'not proper DER' },
  bad_timestamp: { zh: '时间戳不成立', en: 'the time stamp does not hold' },
  bad_cosignature: { zh: '联署不成立', en: 'the cosignature does not hold' },
  bad_proof_file: { zh: '证明文件不合格式', en: 'the proof file is malformed' },
  bad_shape: { zh: '内容的结构不对', en: 'contents of the wrong shape' },
  missing_file: { zh: '缺少文件', en: 'missing file' },
  unexpected_file: { zh: '多出的文件', en: 'a file that does not belong' },
  duplicate_file: { zh: '同名文件', en: 'a file twice' },
  bad_file_name: { zh: '文件名不安全', en: 'unsafe file name' },
  too_many_files: { zh: '文件过多', en: 'too many files' },
  file_too_large: { zh: '文件过大', en: 'file too large' },
  compression_ratio: { zh: '压缩比异常', en: 'inflates beyond reason' },
  aside_in_zip: { zh: '压缩包的注释或外加字段', en: 'a comment or a foreign field of the zip' },
  bad_zip: { zh: '压缩数据损坏', en: 'packed data is damaged' },
  password_needed: { zh: '需要密码', en: 'password needed' },
  wrong_password: { zh: '密码不对', en: 'wrong password' },
}

const STAMP_WORDS: Record<TimestampFault, Both> = {
  not_granted: { zh: '机构没有签发', en: 'the authority did not grant it' },
  not_a_token: { zh: '不是时间戳令牌', en: 'it is no time-stamp token' },
  several_signers: { zh: '签名者不止一个', en: 'it has more than one signer' },
  version: { zh: '令牌版本不认识', en: 'unknown version of token' },
  algorithm: { zh: '算法不在可接受之列', en: 'an algorithm that is not accepted' },
  weak_key: { zh: '证书的密钥太弱', en: 'a certificate\u2019s key is too weak' },
  content_type: { zh: '内容类型不对', en: 'wrong content type' },
  message_digest: { zh: '签名对应的不是令牌里的内容', en: 'the signature is not over what the token says' },
  imprint_algorithm: { zh: '摘要算法不在可接受之列', en: 'a digest that is not accepted' },
  imprint: { zh: '盖的不是这个锚点', en: 'it is over something else than this checkpoint' },
  nonce: { zh: '随机数与请求不符', en: 'another nonce than was asked' },
  policy: { zh: '签发策略不符', en: 'another policy than was asked' },
  no_certificate: { zh: '缺少签名者的证书', en: 'the signer\u2019s certificate is missing' },
  certificate_binding: { zh: '签名没有绑定这张证书', en: 'the signature is not bound to this certificate' },
  key_purpose: { zh: '证书不是时间戳专用', en: 'the certificate is not for time stamping alone' },
  key_usage: { zh: '证书的密钥用途不对', en: 'the certificate\u2019s key is for another use' },
  critical_extension: { zh: '证书有不认识的关键扩展', en: 'an unknown critical extension' },
  outside_validity: { zh: '盖章时证书不在有效期内', en: 'the certificate was not valid at that time' },
  chain: { zh: '证书链到不了可信的根', en: 'no chain to a root that is trusted' },
  signature: { zh: '机构的签名不成立', en: 'the authority\u2019s signature does not hold' },
  in_the_future: { zh: '时间在将来', en: 'its time is in the future' },
}

function isCode(text: string): text is ProofErrorCode {
  return (PROOF_ERROR_CODES as readonly string[]).includes(text) // a list of them is a list of texts
}

function isStampFault(text: string): text is TimestampFault {
  return Object.hasOwn(STAMP_WORDS, text)
}

/** Places, as the checks write them; English ones are sentences already. */
const PLACES: readonly (readonly [pattern: RegExp, zh: string])[] = [
  [/\bconversation number (\d+)/g, '第 $1 号会话'],
  [/\bconversation (\d+)/g, '会话 $1'],
  [/\bentry (\d+)/g, '账本第 $1 条'],
  [/\bnumber (\d+)/g, '会话内第 $1 条'],
  [/\bfrom (\d+)/g, '自会话内第 $1 条起'],
  [/\bline (\d+)/g, '第 $1 行'],
  [/^export$/, '导出编号'],
  [/^rows$/, '行数'],
  [/^at$/, '时间'],
  [/^caption$/, '档案库名称、案件编号、语言、时区或排序'],
  [/^masks$/, '脱敏规则'],
  [/^names$/, '姓名处理'],
  [/^headers$/, '邮件头'],
  [/^size$/, '大小'],
  [/^more$/, '多出内容'],
]

/** What a finding says of its place, in words: `bad_signature`, `bad_timestamp:imprint`, `conversation 2, number 7`, `22/23`. */
export function detailText(detail: string, language: Language): string {
  const colon = detail.indexOf(':')
  const code = colon < 0 ? detail : detail.slice(0, colon)
  if (isCode(code)) {
    const what = colon < 0 ? '' : detail.slice(colon + 1)
    if (code === 'bad_timestamp' && isStampFault(what)) return STAMP_WORDS[what][language]
    return what === '' ? CODE_WORDS[code][language] : `${CODE_WORDS[code][language]}: ${what}`
  }
  if (language === 'en') return detail
  return PLACES.reduce((text, [pattern, zh]) => text.replace(pattern, zh), detail)
}
