import { Refusal } from '#base'
import type { Format, Mapping } from '#intake'

// What kinds of connectors there are, and what each needs to be told.

export const CONNECTOR_KINDS = ['http', 'dingtalk', 'feishu', 'slack', 'mattermost', 'folder'] as const
export type ConnectorKind = (typeof CONNECTOR_KINDS)[number]
export type HookKind = Exclude<ConnectorKind, 'http' | 'folder'>

/** The vendor's secrets by kind; those marked true must be there. */
export const SECRETS = {
  http: {},
  // docs.slack.dev/authentication/verifying-requests-from-slack
  slack: { signingSecret: true },
  // open.feishu.cn, "Configure Encrypt Key and Verification Token"
  feishu: { verificationToken: true, encryptKey: false },
  // open.dingtalk.com, robots that receive messages: the application's AppSecret
  dingtalk: { appSecret: true },
  // developers.mattermost.com/integrate/webhooks/outgoing
  mattermost: { token: true },
  folder: {},
} as const satisfies Readonly<Record<ConnectorKind, Readonly<Record<string, boolean>>>>

export type Secrets = Readonly<Record<string, string>>

/** What a folder connector reads, and as what. */
export interface Settings {
  /** Path below the operator's intake root; null: no folder connector. */
  readonly folder: string | null
  readonly format: Format | null
  readonly mapping: Mapping | null
  readonly ownAccount: string
}

export function isHook(kind: ConnectorKind): kind is HookKind {
  return kind !== 'http' && kind !== 'folder'
}

export function kindOf(word: string): ConnectorKind | null {
  return CONNECTOR_KINDS.find((kind) => kind === word) ?? null
}

/**
 * attacker-controlled only as far as an administrator is.
 * @throws Refusal `connector_secret_missing`, `connector_secret_unknown` with the secret's name
 */
export function checkSecrets(kind: ConnectorKind, secrets: Secrets): void {
  const known: Readonly<Record<string, boolean>> = SECRETS[kind]
  for (const [name, value] of Object.entries(secrets)) {
    if (!Object.hasOwn(known, name)) throw new Refusal('invalid', 'connector_secret_unknown')
    if (value.length < 1 || value.length > 500 || !value.isWellFormed()) {
      throw new Refusal('invalid', 'connector_secret_missing', { secret: name })
    }
  }
  for (const [name, needed] of Object.entries(known)) {
    if (needed && !Object.hasOwn(secrets, name)) {
      throw new Refusal('invalid', 'connector_secret_missing', { secret: name })
    }
  }
}

/** What the log says of this room: codes, never names. */
export type Trouble =
  | 'connector_silent'
  | 'connector_pulse_unsaved'
  | 'connector_refusals_unwritten'
  | 'connector_thread_died'
  | 'connector_folder_unreadable'
  | 'connector_file_unreadable'
