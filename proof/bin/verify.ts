import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isAgeFile } from '../src/containers/age-file.ts'
import {
  digestsOf,
  fromBase64,
  type Language,
  openZipPackage,
  type PackageFile,
  type PackageReader,
  ProofError,
  parseCertificate,
  parseCosignerKey,
  parseVerifierKey,
  timeCell,
  type Verdict,
  verifyPackage,
} from '../src/index.ts'
import { decisionLines } from '../src/words/decision-words.ts'
import { findingText } from '../src/words/finding-words.ts'
import {
  ANCHORING_WORDS,
  anchoringLines,
  CHECK_WORDS,
  completenessText,
  onTrustText,
  VERDICT_WORDS,
} from '../src/words/verdict-words.ts'
import { openRowsInThreads } from '../threads/index.ts'

// cunzhen-verify PACKAGE [--password-file F] [--trust KEY]... [--root PEM]... [--witness KEY]... [--json] [--lang zh|en]
// stdout is the verdict, stderr is talk. Exit codes: 0 genuine and signed by a pinned key; 1 something is wrong; 2 usage, or it
// cannot be read; 3 consistent, key not pinned.

const EXIT = { genuine: 0, wrong: 1, unusable: 2, not_pinned: 3 } as const

const USAGE: Record<Language, string> = {
  en: `usage: cunzhen-verify PACKAGE [--password-file FILE] [--trust KEY]... [--root FILE]... [--witness KEY]...
                      [--json] [--lang zh|en]
  PACKAGE          the .zip, or the folder it was unpacked to
  --password-file  a file whose first line is the password of the zip
  --trust          a verifier key (name+hash+base64) that you have from the house by another way, or @FILE with one a line
  --root           a PEM file: roots of time-stamping authorities that you have from elsewhere
  --witness        a witness's key that you have from elsewhere, or @FILE with one a line
exit: 0 genuine, 1 wrong, 2 cannot be read, 3 consistent but key not pinned
`,
  zh: `用法：cunzhen-verify 证据包 [--password-file 文件] [--trust 公钥]... [--root 文件]... [--witness 公钥]...
                      [--json] [--lang zh|en]
  证据包           .zip 文件，或解压后的文件夹
  --password-file  第一行是压缩包密码的文件
  --trust          从别的渠道得到的档案库公钥（名称+摘要+base64），或 @文件（每行一个）
  --root           PEM 文件：从别的渠道得到的时间戳机构根证书
  --witness        从别的渠道得到的见证方公钥，或 @文件（每行一个）
退出码：0 真实，1 有问题，2 无法读取，3 一致但未固定公钥
`,
}

/** What keeps us from looking at the package at all. */
const REFUSALS: Record<
  | 'no_file'
  | 'not_zip'
  | 'age_file'
  | 'password_needed'
  | 'wrong_password'
  | 'bad_key'
  | 'bad_root'
  | 'no_password_file',
  Record<Language, string>
> = {
  no_file: { zh: '读不到证据包', en: 'the package cannot be read' },
  not_zip: { zh: '这不是 zip 文件', en: 'this is no zip file' },
  age_file: {
    zh: '这是用 age 加密给接收人的文件：请先用自己的私钥解密（age -d -i 私钥文件 -o 证据包.zip 此文件），再核验得到的 zip',
    en: 'this file is sealed to its recipient with age: open it with your own key first (age -d -i KEYFILE -o PACKAGE.zip FILE), then check the zip',
  },
  password_needed: {
    zh: '证据包已加密：请用 --password-file 给出密码',
    en: 'the package is encrypted: give --password-file',
  },
  wrong_password: { zh: '密码不对', en: 'wrong password' },
  bad_key: { zh: '--trust 或 --witness 给出的不是公钥', en: 'a key given to --trust or --witness is none' },
  bad_root: { zh: '--root 给出的不是证书', en: 'the file given to --root holds no certificate' },
  no_password_file: { zh: '读不到密码文件', en: 'the password file cannot be read' },
}

class Unusable extends Error {
  readonly reason: keyof typeof REFUSALS
  constructor(reason: keyof typeof REFUSALS) {
    super(reason)
    this.reason = reason
  }
}

interface Options {
  path: string
  passwordFile: string | null
  trust: string[]
  witnesses: string[]
  roots: string[]
  json: boolean
  language: Language
}

/** Runs the command and returns its exit code. */
export async function main(argv: string[]): Promise<number> {
  if (argv.some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(USAGE[argv.includes('en') ? 'en' : argv.includes('zh') ? 'zh' : systemLanguage()])
    return 0
  }
  const options = optionsOf(argv)
  if (options === null) {
    process.stderr.write(USAGE[systemLanguage()])
    return EXIT.unusable
  }
  try {
    const verdict = await judge(options)
    const sha256 = await digestOf(options.path)
    const said = options.json
      ? `${JSON.stringify({ ...verdict, sha256 })}\n`
      : report(verdict, options.language, sha256)
    process.stdout.write(said)
    return EXIT[verdict.verdict]
  } catch (error) {
    if (error instanceof Unusable) return refuse(options, error.reason)
    throw error
  }
}

function optionsOf(argv: string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        'password-file': { type: 'string' },
        trust: { type: 'string', multiple: true },
        witness: { type: 'string', multiple: true },
        root: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        lang: { type: 'string' },
      },
    })
    const [path, ...more] = positionals
    const language = values.lang ?? systemLanguage()
    if (path === undefined || more.length > 0 || (language !== 'zh' && language !== 'en')) return null
    return {
      path,
      passwordFile: values['password-file'] ?? null,
      trust: values.trust ?? [],
      witnesses: values.witness ?? [],
      roots: values.root ?? [],
      json: values.json ?? false,
      language,
    }
  } catch {
    return null // parseArgs throws on an option that it does not know
  }
}

function systemLanguage(): Language {
  return new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en'
}

function refuse(options: Options, reason: keyof typeof REFUSALS): number {
  if (options.json) process.stdout.write(`${JSON.stringify({ verdict: 'unusable', reason })}\n`)
  else process.stderr.write(`cunzhen-verify: ${REFUSALS[reason][options.language]}\n`)
  return EXIT.unusable
}

async function judge(options: Options): Promise<Verdict> {
  const pins = {
    trust: await trustedKeys(options.trust, parseVerifierKey),
    witnesses: await trustedKeys(options.witnesses, parseCosignerKey),
    roots: await trustedRoots(options.roots),
  }
  const stats = await lstat(options.path).catch(() => null)
  if (stats === null) throw new Unusable('no_file')
  const how = { ...pins, openRows: openRowsInThreads() }
  if (stats.isDirectory()) return verifyPackage(await folderReader(options.path), how)
  const opened = await openZipFile(options.path, options.passwordFile)
  if (opened instanceof ProofError) return refusedContainer(opened)
  return verifyPackage(opened, how)
}

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,20000}?)-----END CERTIFICATE-----/g

/** Certificates in PEM files. */
async function trustedRoots(paths: readonly string[]): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = []
  for (const path of paths) {
    const text = (await linesOfFile(path, 'bad_root')).join('\n')
    const found = [...text.matchAll(PEM)].map(([, body = '']) => body.replace(/\s/g, ''))
    if (found.length === 0) throw new Unusable('bad_root')
    for (const body of found) {
      try {
        const root = fromBase64(body)
        parseCertificate(root)
        roots.push(root)
      } catch {
        throw new Unusable('bad_root')
      }
    }
  }
  return roots
}

async function trustedKeys(given: readonly string[], parse: (key: string) => unknown): Promise<string[]> {
  const keys: string[] = []
  for (const key of given) {
    if (key.startsWith('@')) keys.push(...(await linesOfFile(key.slice(1), 'bad_key')).filter((line) => line !== ''))
    else keys.push(key)
  }
  for (const key of keys) {
    try {
      parse(key)
    } catch {
      throw new Unusable('bad_key')
    }
  }
  return keys
}

async function linesOfFile(path: string, reason: keyof typeof REFUSALS): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) throw new Unusable(reason)
  return text.split(/\r?\n/)
}

/** The zip, or the refusal that is itself a finding: a zip, but not one that anybody should unpack. */
async function openZipFile(path: string, passwordFile: string | null): Promise<PackageReader | ProofError> {
  const password = passwordFile === null ? null : ((await linesOfFile(passwordFile, 'no_password_file'))[0] ?? '')
  const blob = await openAsBlob(path).catch(() => null)
  if (blob === null) throw new Unusable('no_file')
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer())
  if (await isAgeFile(blob)) throw new Unusable('age_file')
  if (start[0] !== 0x50 || start[1] !== 0x4b) throw new Unusable('not_zip')
  try {
    return await openZipPackage(blob, password)
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    if (error.code === 'password_needed' || error.code === 'wrong_password') throw new Unusable(error.code)
    return error
  }
}

/** The verdict over a zip that was not even opened: nothing in it was looked at. */
async function refusedContainer(error: ProofError): Promise<Verdict> {
  const verdict = await verifyPackage(new Map())
  const code = error.code === 'bad_zip' ? 'unreadable_file' : error.code
  const [container, ...rest] = verdict.checks
  if (container === undefined) return verdict
  // openZipPackage throws codes that are findings of the container check as well
  const finding = { code: code as (typeof container.codes)[number], file: 'zip' }
  const refused = { ...container, codes: [finding.code], findings: [finding], found: 1 }
  const skipped = rest.map((check) => ({
    ...check,
    state: 'skipped' as const,
    ok: true,
    codes: [],
    findings: [],
    found: 0,
  }))
  return { ...verdict, checks: [refused, ...skipped] }
}

const MOST_FILES = 16_384

/** Regular files below a folder, by their paths with `/`. Links are not followed: what they point at is no part of it. */
async function folderReader(folder: string): Promise<PackageReader> {
  const files: PackageFile[] = []
  const visit = async (path: string, prefix: string, depth: number): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (files.length > MOST_FILES) return
      const name = `${prefix}${entry.name}`
      if (entry.isDirectory() && depth < 4) await visit(join(path, entry.name), `${name}/`, depth + 1)
      else if (entry.isFile()) files.push({ name, size: (await lstat(join(path, entry.name))).size })
    }
  }
  await visit(folder, '', 0)
  return { files, read: (name) => readFileChunks(join(folder, name), name) }
}

async function* readFileChunks(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk
  } catch {
    throw new ProofError('missing_file', name)
  }
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const
const LABELS = {
  zh: {
    file: '文件 SHA-256',
    house: '档案库',
    number: '导出编号',
    caseNo: '案件编号',
    rows: '行数',
    masked: '遮蔽字数',
    key: '签名公钥',
    more: '其余',
    completeness: '完整性',
    limits: '限度',
    digests: '文件摘要算法',
    anchoring: '外部背书',
    decided: '审批',
    onTrust: '未与行比对',
  },
  en: {
    file: 'SHA-256 of the file',
    house: 'house',
    number: 'export',
    caseNo: 'case',
    rows: 'rows',
    masked: 'masked characters',
    key: 'signed by',
    more: 'more',
    completeness: 'completeness',
    limits: 'limits',
    digests: 'file hashes',
    anchoring: 'vouched for',
    decided: 'decided',
    onTrust: 'not compared',
  },
} as const

/** Of the file that was checked, as the letter of confirmation has it; null of a folder. */
async function digestOf(path: string): Promise<string | null> {
  if ((await lstat(path)).isDirectory()) return null
  const running = createHash('sha256')
  for await (const chunk of createReadStream(path)) running.update(chunk)
  return running.digest('hex')
}

function report(verdict: Verdict, language: Language, sha256: string | null): string {
  const words = VERDICT_WORDS[verdict.verdict]
  const label = LABELS[language]
  const lines = [`${words.title[language]}`, words.text[language], '']
  if (sha256 !== null) lines.push(`${label.file}: ${sha256}`)
  if (verdict.manifest !== null) {
    const { house, export: exported } = verdict.manifest
    lines.push(`${label.house}: ${printable(house.name)} (${printable(house.origin)})`)
    lines.push(`${label.number}: ${printable(exported.number)}   ${label.caseNo}: ${printable(exported.caseNo)}`)
    const time = (at: number): string => timeCell(at, exported.zone)
    const decided = decisionLines(verdict.decisions, language, time)
    if (decided.length > 0) lines.push(`${label.decided}:`, ...decided.map((line) => `    ${printable(line)}`))
    lines.push(`${label.completeness}: ${completenessText(verdict.completeness, language, time)}`)
    const onTrust = onTrustText(verdict, language)
    if (onTrust !== null) lines.push(`${label.onTrust}: ${printable(onTrust)}`)
    lines.push(`${label.anchoring}: ${ANCHORING_WORDS[verdict.anchoring.state][language]}`)
    lines.push(...anchoringLines(verdict.anchoring, language, time).map((line) => `    ${printable(line)}`))
    lines.push(`${label.rows}: ${verdict.rows}   ${label.masked}: ${verdict.maskedCharacters}`)
    lines.push(`${label.digests}: ${digestsOf(verdict.manifest)}`)
  }
  if (verdict.signer !== null) lines.push(`${label.key}: ${printable(verdict.signer)}`)
  lines.push('')
  for (const check of verdict.checks) {
    lines.push(`${MARKS[check.state]} ${CHECK_WORDS[check.id].title[language]} (${check.count})`)
    // the one promise that is easily taken for more than it is
    if (check.id === 'completeness' && check.state === 'passed')
      lines.push(`    ${label.limits}: ${CHECK_WORDS.completeness.not[language]}`)
    for (const finding of check.findings) lines.push(`    ${printable(findingText(finding, language))}`)
    const more = check.found - check.findings.length
    if (more > 0) lines.push(`    … ${label.more} ${more}`)
  }
  return `${lines.join('\n')}\n`
}

/** The package's words go to a terminal: nothing in them may move the cursor or turn the text around. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
