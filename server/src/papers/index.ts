export { timeText as paperTime } from './data.ts'
export type { ExportFacts, RequestFacts, Step } from './facts.ts'
export { type Fonts, findFonts, fontsFound } from './fonts.ts'
export { KINDS_OF_PAPER, PAPER_KINDS, type PaperKind } from './kinds.ts'
export {
  createPapers,
  type NewPaper,
  type OpenedPaper,
  type PaperAbout,
  type Papers,
  type PapersOf,
  type PapersParts,
  type PaperView,
} from './papers.ts'
export { listFiled, type PaperId, papersMigrations } from './store.ts'
export { holdTypesetter, openTypesetter, type Printable, type Typeset, type Typesetter } from './typeset.ts'
export { word as paperWord } from './words.ts'
