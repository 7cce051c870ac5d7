import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Refusal } from '#base'
import { Secret } from './secrets.ts'

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
  language: 'zh' | 'en'
  /** Where consent links and one-time codes are posted for sending by SMS; null: nothing is sent. */
  smsWebhook: Secret<URL> | null
  /** As people and customers read it. CUNZHEN_HOUSE_NAME. */
  houseName: string
  /** Where a customer can ask whether a message is genuine. CUNZHEN_OFFICIAL_PHONE. */
  officialPhone: string
  /** MiB of decrypted blocks the whole server may keep in memory. */
  contentCacheMib: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** What this function did not understand: verbs and their flags, for the command line. */
  rest: string[]
}

type Env = Readonly<Record<string, string | undefined>>

const FLAGS = {
  house: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'portal-port': { type: 'string' },
  origin: { type: 'string' },
  'portal-origin': { type: 'string' },
  lang: { type: 'string' },
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
  const pick = (flag: keyof typeof FLAGS, variable: string) => flags[flag] ?? (env[variable] || undefined)
  const host = pick('host', 'CUNZHEN_HOST') ?? '127.0.0.1'
  const port = readPort(pick('port', 'CUNZHEN_PORT') ?? '8642', 'port')
  const portalPort = readPort(pick('portal-port', 'CUNZHEN_PORTAL_PORT') ?? '8643', 'portal-port')
  const webhook = env.CUNZHEN_SMS_WEBHOOK
  return {
    house: resolve(pick('house', 'CUNZHEN_HOUSE') ?? 'house'),
    host,
    port,
    portalPort,
    origin: readUrl(pick('origin', 'CUNZHEN_ORIGIN') ?? httpOrigin(host, port), 'origin').origin,
    portalOrigin: readUrl(
      pick('portal-origin', 'CUNZHEN_PORTAL_ORIGIN') ?? httpOrigin(host, portalPort),
      'portal-origin',
    ).origin,
    language: readChoice(pick('lang', 'CUNZHEN_LANG') ?? 'zh', ['zh', 'en'], 'lang'),
    smsWebhook: webhook ? new Secret(readUrl(webhook, 'CUNZHEN_SMS_WEBHOOK')) : null,
    houseName: env.CUNZHEN_HOUSE_NAME || '存真 Cunzhen',
    officialPhone: env.CUNZHEN_OFFICIAL_PHONE || '',
    contentCacheMib: readCount(env.CUNZHEN_CACHE_MIB ?? '256', 1, 65536, 'CUNZHEN_CACHE_MIB'),
    logLevel: readChoice(env.CUNZHEN_LOG ?? 'info', ['debug', 'info', 'warn', 'error'], 'CUNZHEN_LOG'),
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

function httpOrigin(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function bad(setting: string): Refusal {
  return new Refusal('invalid', 'bad_setting', { setting })
}
