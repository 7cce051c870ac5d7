import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Refusal } from '#base'
import type { Pkcs11Settings } from './keys/providers/pkcs11.ts'
import { Secret } from './secrets.ts'

export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** What an operator may set. Everything here is trusted: whoever sets it can read the house. */
export interface Config {
  /** The house's directory, absolute. Flag --house, else CUNZHEN_HOUSE, else ./house. */
  house: string
  /** The address both listeners bind. Anything but a loopback address needs a TLS proxy before it. */
  host: string
  /** The console and its API. */
  port: number
  /** The customers' consent page, a listener of its own. */
  portalPort: number
  /** How browsers reach the console, e.g. https://cunzhen.bank.example; for links and the same-origin check. */
  origin: string
  /** How customers reach the consent page; goes into the messages they get. */
  portalOrigin: string
  /** Certificate and key of both listeners, PEM; null: TLS ends elsewhere, or nowhere. */
  tls: TlsFiles | null
  /** Where numbers about the house can be fetched from this machine; null: nowhere. */
  metricsPort: number | null
  language: 'zh' | 'en'
  /** Where consent links and one-time codes are posted for sending by SMS; null: nothing is sent. */
  smsWebhook: Secret<URL> | null
  /** Where alarms are posted besides their page in the console; null: nowhere. CUNZHEN_ALARM_WEBHOOK. */
  alarmWebhook: Secret<URL> | null
  /** What is understood there (wire/alarm-hook.ts). CUNZHEN_ALARM_FORM. */
  alarmForm: 'json' | 'wecom' | 'feishu'
  /** As people and customers read it. CUNZHEN_HOUSE_NAME. */
  houseName: string
  /** Where a customer can ask whether a message is genuine. CUNZHEN_OFFICIAL_PHONE. */
  officialPhone: string
  /** A file whose text is the passphrase that opens the house, where one is needed. CUNZHEN_PASSPHRASE_FILE. */
  passphraseFile: string | null
  /** An open file descriptor to read it from instead. */
  passphraseFd: number | null
  /** A file with the passphrase to be, for `cunzhen key move --to passphrase`. CUNZHEN_NEW_PASSPHRASE_FILE. */
  newPassphraseFile: string | null
  /** How to reach the token that keeps the master key; null: none is used. */
  pkcs11: Pkcs11Settings | null
  /** MiB of decrypted blocks the whole server may keep in memory. */
  contentCacheMib: number
  /** MiB of the house's files that the system is asked to hold in its memory; null: half of what is free, 0: none. */
  warmMib: number | null
  /** MiB of one file that live intake takes. CUNZHEN_ATTACHMENT_MIB. */
  attachmentMib: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Folders that folder connectors watch lie below it; null: there are none. CUNZHEN_INTAKE_ROOT. */
  intakeRoot: string | null
  /** What this function did not understand: verbs and their flags, for the command line. */
  rest: string[]
}

type Env = Readonly<Record<string, string | undefined>>
type Picker = (flag: keyof typeof FLAGS, variable: string) => string | undefined

const FLAGS = {
  house: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'portal-port': { type: 'string' },
  origin: { type: 'string' },
  'portal-origin': { type: 'string' },
  lang: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'metrics-port': { type: 'string' },
  'passphrase-fd': { type: 'string' },
  'pkcs11-module': { type: 'string' },
  'pkcs11-token': { type: 'string' },
  'pkcs11-slot': { type: 'string' },
  'pkcs11-pin-file': { type: 'string' },
} as const

/**
 * Reads settings once. A flag wins over the environment.
 *
 * @param taken flags that are settings here; any other stays in `rest` (a command's `--origin` is no address)
 * @throws Refusal `bad_setting` naming the setting only
 */
export function readConfig(
  env: Env = process.env,
  argv: readonly string[] = process.argv.slice(2),
  taken: readonly string[] = Object.keys(FLAGS),
): Config {
  const { flags, rest } = readFlags(argv, taken)
  const pick: Picker = (flag, variable) => flags[flag] ?? (env[variable] || undefined)
  const host = pick('host', 'CUNZHEN_HOST') ?? '127.0.0.1'
  const port = readPort(pick('port', 'CUNZHEN_PORT') ?? '8642', 'port')
  const portalPort = readPort(pick('portal-port', 'CUNZHEN_PORTAL_PORT') ?? '8643', 'portal-port')
  const tls = readTls(pick)
  const webhook = env.CUNZHEN_SMS_WEBHOOK
  const alarms = env.CUNZHEN_ALARM_WEBHOOK
  return {
    house: resolve(pick('house', 'CUNZHEN_HOUSE') ?? 'house'),
    host,
    port,
    portalPort,
    origin: readOrigin(pick('origin', 'CUNZHEN_ORIGIN'), 'origin', { tls, host, port }),
    portalOrigin: readOrigin(pick('portal-origin', 'CUNZHEN_PORTAL_ORIGIN'), 'portal-origin', {
      tls,
      host,
      port: portalPort,
    }),
    tls,
    metricsPort: readMetricsPort(pick('metrics-port', 'CUNZHEN_METRICS_PORT')),
    language: readChoice(pick('lang', 'CUNZHEN_LANG') ?? 'zh', ['zh', 'en'], 'lang'),
    smsWebhook: webhook ? new Secret(readUrl(webhook, 'CUNZHEN_SMS_WEBHOOK')) : null,
    alarmWebhook: alarms ? new Secret(readUrl(alarms, 'CUNZHEN_ALARM_WEBHOOK')) : null,
    alarmForm: readChoice(env.CUNZHEN_ALARM_FORM ?? 'json', ['json', 'wecom', 'feishu'], 'CUNZHEN_ALARM_FORM'),
    houseName: env.CUNZHEN_HOUSE_NAME || '存真 Cunzhen',
    officialPhone: env.CUNZHEN_OFFICIAL_PHONE || '',
    passphraseFile: env.CUNZHEN_PASSPHRASE_FILE || null,
    passphraseFd: readOptional(flags['passphrase-fd'], 'passphrase-fd'),
    newPassphraseFile: env.CUNZHEN_NEW_PASSPHRASE_FILE || null,
    pkcs11: readPkcs11(pick),
    contentCacheMib: readCount(env.CUNZHEN_CACHE_MIB ?? '8', 1, 65536, 'CUNZHEN_CACHE_MIB'),
    warmMib: readOptional(env.CUNZHEN_WARM_MIB || undefined, 'CUNZHEN_WARM_MIB'),
    attachmentMib: readCount(env.CUNZHEN_ATTACHMENT_MIB ?? '100', 1, 65536, 'CUNZHEN_ATTACHMENT_MIB'),
    logLevel: readChoice(env.CUNZHEN_LOG ?? 'info', ['debug', 'info', 'warn', 'error'], 'CUNZHEN_LOG'),
    intakeRoot: env.CUNZHEN_INTAKE_ROOT ? resolve(env.CUNZHEN_INTAKE_ROOT) : null,
    rest,
  }
}

function readFlags(
  argv: readonly string[],
  taken: readonly string[],
): { flags: Partial<Record<keyof typeof FLAGS, string>>; rest: string[] } {
  const flags: Partial<Record<keyof typeof FLAGS, string>> = {}
  const rest: string[] = []
  const options = Object.fromEntries(Object.entries(FLAGS).filter(([name]) => taken.includes(name)))
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option' && isFlag(token.name) && taken.includes(token.name)) {
      if (token.value === undefined) throw bad(token.name)
      flags[token.name] = token.value
    } else if (token.kind === 'option') {
      rest.push(token.inlineValue ? `${token.rawName}=${token.value}` : token.rawName)
    } else if (token.kind === 'positional') {
      rest.push(token.value)
    }
  }
  return { flags, rest }
}

function isFlag(name: string): name is keyof typeof FLAGS {
  return Object.hasOwn(FLAGS, name)
}

/** The PIN stands in a file: neither an argument nor the environment is the place for it. */
function readPkcs11(pick: Picker): Pkcs11Settings | null {
  const module = pick('pkcs11-module', 'CUNZHEN_PKCS11_MODULE')
  const pinFile = pick('pkcs11-pin-file', 'CUNZHEN_PKCS11_PIN_FILE')
  if (!module && !pinFile) return null
  if (!module) throw bad('pkcs11-module')
  if (!pinFile) throw bad('pkcs11-pin-file')
  return {
    module,
    pinFile,
    token: pick('pkcs11-token', 'CUNZHEN_PKCS11_TOKEN') ?? null,
    slot: readOptional(pick('pkcs11-slot', 'CUNZHEN_PKCS11_SLOT'), 'pkcs11-slot'),
  }
}

function readOptional(text: string | undefined, setting: string): number | null {
  return text === undefined ? null : readCount(text, 0, 999_999_999, setting)
}

function readPort(text: string, setting: string): number {
  return readCount(text, 0, 65535, setting) // 0: any free port
}

function readCount(text: string, least: number, most: number, setting: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) throw bad(setting)
  return value
}

function readChoice<const T extends string>(text: string, choices: readonly T[], setting: string): T {
  const choice = choices.find((each) => each === text)
  if (choice === undefined) throw bad(setting)
  return choice
}

function readUrl(text: string, setting: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) throw bad(setting)
  return url
}

function readTls(pick: Picker): TlsFiles | null {
  const cert = pick('tls-cert', 'CUNZHEN_TLS_CERT')
  const key = pick('tls-key', 'CUNZHEN_TLS_KEY')
  if (!cert && !key) return null
  if (!cert) throw bad('tls-cert')
  if (!key) throw bad('tls-key')
  return { cert: resolve(cert), key: resolve(key) }
}

function readMetricsPort(text: string | undefined): number | null {
  return text === undefined ? null : readPort(text, 'metrics-port')
}

interface Place {
  readonly tls: TlsFiles | null
  readonly host: string
  readonly port: number
}

/** Where the house ends TLS itself, nobody can reach it without: an address that says so is a mistake. */
function readOrigin(text: string | undefined, setting: string, { tls, host, port }: Place): string {
  if (text === undefined) return ownOrigin(tls ? 'https' : 'http', host, port)
  const { origin, protocol } = readUrl(text, setting)
  if (tls && protocol !== 'https:') throw bad(setting)
  return origin
}

function ownOrigin(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function bad(setting: string): Refusal {
  return new Refusal('invalid', 'bad_setting', { setting })
}
