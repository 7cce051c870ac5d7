export { maskedPhone, phoneDigits } from './phone.ts'
export { migrations as subjectsMigrations } from './store.ts'
export {
  createSubjects,
  type ParticipantSource,
  type ParticipantView,
  type Subjects,
  type SubjectsParts,
  type SubjectView,
} from './subjects.ts'
