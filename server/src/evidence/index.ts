export { createExports, type Exports, type HandedFile, type NewExport } from './exports.ts'
export type { ExportGrant, ExportParts, Grants, KnownPeople, LedgerStatement } from './ports.ts'
export { EXPORT_FORMATS, EXPORT_STATES, type ExportFormat, type ExportState, evidenceMigrations } from './store.ts'
export { EXPORT_VERBS, type ExportVerb, type ExportView } from './view.ts'
