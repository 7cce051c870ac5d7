import type { Role } from '#access'
import { MOST_PHOTOS } from './photos.ts'

// The papers of the house: what each is about, who may issue it, and what besides the facts of the house is typed for it.

export const PAPER_KINDS = [
  'request_form',
  'approval_form',
  'authorization',
  'consent_form',
  'scope_note',
  'archive_request',
  'confirmation_letter',
  'inventory',
  'forensic_log',
  'media_seal',
  'customer_report',
  'destruction_certificate',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

export interface KindOfPaper {
  /** Of its numbers: one sequence for each kind and year. */
  readonly prefix: string
  readonly about: 'request' | 'export'
  readonly zh: string
  readonly en: string
  readonly issuers: readonly Role[]
  /** What is typed for it; what is not owed may be empty. */
  readonly typed: readonly string[]
  /** Of them, those without which the paper would say nothing. */
  readonly owed?: readonly string[]
  /** How many photographs it may show. */
  readonly photos?: number
  /** Only while the request has a running grant. */
  readonly needsGrant?: true
  /** Only once the package is there; `standing`: and not after it was refused or found changed. */
  readonly needsPackage?: 'once' | 'standing'
  /** Binds the house: carries the PDF signature of its seal, where it has one. */
  readonly sealed?: true
}

const CONCERNED = ['agent', 'team_lead', 'requester', 'supervisor', 'legal', 'data_security', 'executor'] as const
const HANDLERS = ['executor', 'monitor', 'legal', 'data_security'] as const

export const KINDS_OF_PAPER: Readonly<Record<PaperKind, KindOfPaper>> = {
  request_form: {
    prefix: 'SQ',
    about: 'request',
    zh: '数据调取申请表',
    en: 'Data access request',
    issuers: CONCERNED,
    typed: [],
  },
  approval_form: {
    prefix: 'SP',
    about: 'request',
    zh: '数据调取审批单',
    en: 'Approval of data access',
    issuers: [...CONCERNED, 'it_reviewer'],
    typed: [],
  },
  authorization: {
    prefix: 'SY',
    about: 'request',
    zh: '数据使用授权书',
    en: 'Authorisation to use data',
    issuers: ['legal', 'data_security', 'supervisor', 'executor'],
    typed: [],
    needsGrant: true,
    sealed: true,
  },
  consent_form: {
    prefix: 'ZQ',
    about: 'request',
    zh: '客户知情同意书',
    en: 'Informed consent of the customer',
    issuers: CONCERNED,
    typed: [],
  },
  scope_note: {
    prefix: 'FW',
    about: 'request',
    zh: '调取范围说明',
    en: 'Note on the scope',
    issuers: CONCERNED,
    typed: [],
  },
  archive_request: {
    prefix: 'CD',
    about: 'request',
    zh: '电子证据存档申请',
    en: 'Request to keep electronic evidence',
    issuers: CONCERNED,
    typed: [],
  },
  // a confirmation binds the house: legal counsel alone
  confirmation_letter: {
    prefix: 'QR',
    about: 'export',
    zh: '电子证据确认函',
    en: 'Confirmation of electronic evidence',
    issuers: ['legal'],
    typed: ['recipient', 'document', 'independence'],
    owed: ['recipient'],
    needsPackage: 'standing',
    sealed: true,
  },
  inventory: {
    prefix: 'QD',
    about: 'export',
    zh: '电子数据清单',
    en: 'Inventory of electronic data',
    issuers: HANDLERS,
    typed: [],
    needsPackage: 'standing',
  },
  forensic_log: {
    prefix: 'RZ',
    about: 'export',
    zh: '电子取证日志',
    en: 'Log of the extraction',
    issuers: HANDLERS,
    typed: [],
    needsPackage: 'once',
  },
  media_seal: {
    prefix: 'FC',
    about: 'export',
    zh: '存储介质密封记录',
    en: 'Record of a sealed medium',
    issuers: HANDLERS,
    typed: ['medium', 'serial', 'seal', 'place'],
    owed: ['medium', 'seal', 'place'],
    photos: MOST_PHOTOS,
    needsPackage: 'standing',
  },
  customer_report: {
    prefix: 'KB',
    about: 'export',
    zh: '客户报告',
    en: 'Report to the customer',
    issuers: ['legal', 'data_security', 'executor', 'requester'],
    typed: ['overview', 'followUp'],
    owed: ['overview'],
    needsPackage: 'standing',
  },
  destruction_certificate: {
    prefix: 'XH',
    about: 'export',
    zh: '销毁证明',
    en: 'Certificate of destruction',
    issuers: HANDLERS,
    typed: [],
    sealed: true,
  },
}

export function isPaperKind(word: string): word is PaperKind {
  return Object.hasOwn(KINDS_OF_PAPER, word)
}
