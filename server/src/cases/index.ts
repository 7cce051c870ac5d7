export {
  createMarks,
  MARK_KINDS,
  type MarkedRecord,
  type MarkKind,
  type MarkOf,
  type MarkPlace,
  type Marks,
  type MarkView,
} from './marks.ts'
export { casesMigrations, type MarkId } from './store.ts'
