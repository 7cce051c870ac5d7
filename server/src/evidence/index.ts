export type { AlarmReport, AlarmView, FiledReport } from './alarms/alarm-reports.ts'
export type { HandedFile } from './copies/hand-out.ts'
export { createExports, type Exports } from './exports.ts'
export type { NewExport } from './prepare.ts'
export type { AlarmId } from './register/alarms.store.ts'
export { DESTRUCTIONS, type Destruction } from './register/copies.store.ts'
export { sheetPassword, wrapPasswordsAnew } from './register/password.ts'
export type { AlarmNotice, ExportGrant, ExportParts, Grants, KnownPeople, LedgerStatement } from './register/ports.ts'
export {
  EXPORT_FORMATS,
  EXPORT_STATES,
  type ExportFormat,
  type ExportState,
  evidenceMigrations,
} from './register/store.ts'
export type { Item, OriginalItem } from './standing/checklist.ts'
export { type CopyView, EXPORT_VERBS, type ExportVerb, type ExportView } from './standing/view.ts'
