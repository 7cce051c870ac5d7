import type * as wire from '@cunzhen/server/wire-types'
import type { z } from 'zod'

// The API's shapes, by type only: the server enforces them, the console reads them, and no server code enters the bundle.

export type Role = z.infer<typeof wire.Role>
export type Kind = z.infer<typeof wire.Kind>
export type Problem = z.infer<typeof wire.Problem>
export type MaskedText = z.infer<typeof wire.MaskedText>
export type Span = z.infer<typeof wire.Span>

export type Verdict = z.infer<typeof wire.Verdict>
export type Me = z.infer<typeof wire.Me>
export type SignIn = z.input<typeof wire.SignIn>
export type LinkAnswer = z.infer<typeof wire.LinkAnswer>
export type Enrol = z.input<typeof wire.Enrol>
export type Setup = z.infer<typeof wire.Setup>
export type ConfirmKit = z.input<typeof wire.ConfirmKit>

export type Person = z.infer<typeof wire.Person>
export type NewPerson = z.input<typeof wire.NewPerson>
export type EditPerson = z.input<typeof wire.EditPerson>
export type PeopleImported = z.infer<typeof wire.PeopleImported>
export type OneTimeLink = z.infer<typeof wire.OneTimeLink>
export type Participant = z.infer<typeof wire.Participant>
export type Subject = z.infer<typeof wire.Subject>
export type NewSubject = z.input<typeof wire.NewSubject>
export type ConversationSummary = z.infer<typeof wire.ConversationSummary>

export type Format = z.infer<typeof wire.Format>
export type Mapping = z.input<typeof wire.Mapping>
export type Counts = z.infer<typeof wire.Counts>
export type Import = z.infer<typeof wire.Import>
export type ImportOptions = z.input<typeof wire.ImportOptions>
export type Quarantined = z.infer<typeof wire.Quarantined>
export type MappingPreview = z.infer<typeof wire.MappingPreview>

export type SearchInput = z.input<typeof wire.SearchInput>
export type Hit = z.infer<typeof wire.Hit>
export type ScopeWords = z.infer<typeof wire.ScopeWords>
export type SearchAnswer = z.infer<typeof wire.SearchAnswer>
export type ConversationInput = z.input<typeof wire.ConversationInput>
export type ConversationAnswer = z.infer<typeof wire.ConversationAnswer>
export type ShownRecord = z.infer<typeof wire.ShownRecord>

export type Scope = z.infer<typeof wire.Scope>
export type NewRequest = z.input<typeof wire.NewRequest>
export type RequestView = z.infer<typeof wire.RequestView>
export type RequestList = z.infer<typeof wire.RequestList>
export type RequestRow = RequestList['requests'][number]
export type Box = z.infer<typeof wire.Box>
export type Decide = z.input<typeof wire.Decide>
export type Purpose = RequestView['purpose']
export type Basis = RequestView['basis']
export type Stage = Decide['stage']
export type RequestState = RequestView['state']
export type ConsentView = z.infer<typeof wire.ConsentView>
export type Grant = z.infer<typeof wire.Grant>
export type ConsentPage = z.infer<typeof wire.ConsentPage>

export type ExportView = z.infer<typeof wire.ExportView>
export type NewExport = z.input<typeof wire.NewExport>
export type ExportFormat = ExportView['formats'][number]

export type Act = z.infer<typeof wire.Act>
export type AuditInput = z.input<typeof wire.AuditInput>
export type AuditPage = z.infer<typeof wire.AuditPage>
export type LedgerHead = z.infer<typeof wire.LedgerHead>
export type HouseStatus = z.infer<typeof wire.HouseStatus>
