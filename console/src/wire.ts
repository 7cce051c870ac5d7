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
export type Group = z.infer<typeof wire.Group>
export type GroupMember = z.infer<typeof wire.GroupMember>
export type GroupRule = z.infer<typeof wire.GroupRule>
export type Directory = z.infer<typeof wire.Directory>
export type MadeDirectory = z.infer<typeof wire.MadeDirectory>
export type PeopleImported = z.infer<typeof wire.PeopleImported>
export type OneTimeLink = z.infer<typeof wire.OneTimeLink>
export type Participant = z.infer<typeof wire.Participant>
export type Subject = z.infer<typeof wire.Subject>
export type Identifier = z.infer<typeof wire.Identifier>
export type IdentifiersImported = z.infer<typeof wire.IdentifiersImported>
export type Merge = z.infer<typeof wire.Merge>
export type MergePlan = z.infer<typeof wire.MergePlan>
export type SplitPlan = z.infer<typeof wire.SplitPlan>
export type Proposal = z.infer<typeof wire.Proposal>
export type Proposals = z.infer<typeof wire.Proposals>
export type SubjectConversations = z.infer<typeof wire.SubjectConversations>
export type NewSubject = z.input<typeof wire.NewSubject>
export type ConversationSummary = z.infer<typeof wire.ConversationSummary>

export type Format = z.infer<typeof wire.Format>
export type Mapping = z.input<typeof wire.Mapping>
export type Counts = z.infer<typeof wire.Counts>
export type Import = z.infer<typeof wire.Import>
export type ImportOptions = z.input<typeof wire.ImportOptions>
export type Reread = z.input<typeof wire.Reread>
export type WecomKey = z.infer<typeof wire.WecomKey>
export type Quarantined = z.infer<typeof wire.Quarantined>
export type OpenedQuarantine = z.infer<typeof wire.OpenedQuarantine>
export type SavedMapping = z.infer<typeof wire.SavedMapping>
export type NewMapping = z.input<typeof wire.NewMapping>
export type MappingPreview = z.infer<typeof wire.MappingPreview>

export type ConnectorKind = z.infer<typeof wire.ConnectorKind>
export type Connector = z.infer<typeof wire.Connector>
export type NewConnector = z.input<typeof wire.NewConnector>
export type EditConnector = z.input<typeof wire.EditConnector>
export type ConnectorMade = z.infer<typeof wire.ConnectorMade>
export type ConnectorStatus = z.infer<typeof wire.ConnectorStatus>
export type ConnectorsStatus = z.infer<typeof wire.ConnectorsStatus>
export type WatchedFile = z.infer<typeof wire.WatchedFile>

export type SearchInput = z.input<typeof wire.SearchInput>
export type Hit = z.infer<typeof wire.Hit>
export type ScopeWords = z.infer<typeof wire.ScopeWords>
export type SearchAnswer = z.infer<typeof wire.SearchAnswer>
export type Expansion = z.infer<typeof wire.Expansion>
export type Facets = z.infer<typeof wire.Facets>
export type SearchForm = z.infer<typeof wire.SearchForm>
export type Explained = z.infer<typeof wire.ExplainAnswer>
export type SavedSearch = z.infer<typeof wire.SavedSearch>
export type NewSavedSearch = z.input<typeof wire.NewSavedSearch>
export type ConversationInput = z.input<typeof wire.ConversationInput>
export type ConversationAnswer = z.infer<typeof wire.ConversationAnswer>
export type ShownRecord = z.infer<typeof wire.ShownRecord>

export type Attachment = z.infer<typeof wire.ShownAttachment>
export type OpenAttachment = z.input<typeof wire.OpenAttachment>

export type Mark = z.infer<typeof wire.Mark>
export type NewMark = z.input<typeof wire.NewMark>
export type ExtractInput = z.input<typeof wire.ExtractInput>
export type ExtractAnswer = z.infer<typeof wire.ExtractAnswer>
export type OriginalAnswer = z.infer<typeof wire.OriginalAnswer>

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
export type MaskingPolicies = z.infer<typeof wire.MaskingPolicies>
export type LearningState = z.infer<typeof wire.LearningState>
export type MaskingVersion = z.infer<typeof wire.MaskingVersion>
export type Recipient = MaskingVersion['recipient']
export type PackageRecipient = Exclude<Recipient, 'screen'>
export type TriedMasking = z.infer<typeof wire.TriedMasking>
export type PreviewAnswer = z.infer<typeof wire.PreviewAnswer>
export type RevealInput = z.input<typeof wire.RevealInput>
export type RevealAnswer = z.infer<typeof wire.RevealAnswer>
export type FormsAnswer = z.infer<typeof wire.FormsAnswer>
export type NewExport = z.input<typeof wire.NewExport>
export type ExportList = z.infer<typeof wire.ExportList>
export type ExportPreview = z.infer<typeof wire.ExportPreview>
export type ExportWeight = z.infer<typeof wire.ExportWeight>
export type AlarmView = z.infer<typeof wire.AlarmView>
export type AlarmReport = z.infer<typeof wire.AlarmReport>
export type PaperKind = PaperView['kind']
export type PaperView = z.infer<typeof wire.PaperView>
export type PapersOf = z.infer<typeof wire.PapersOf>
export type NewPaper = z.input<typeof wire.NewPaper>
export type ExportFormat = ExportView['formats'][number]

export type Act = z.infer<typeof wire.Act>
export type AuditInput = z.input<typeof wire.AuditInput>
export type AuditPage = z.infer<typeof wire.AuditPage>
export type LedgerHead = z.infer<typeof wire.LedgerHead>
export type Calendar = z.infer<typeof wire.Calendar>
export type CalendarPreview = z.infer<typeof wire.CalendarPreview>
export type CalendarVersion = z.infer<typeof wire.CalendarVersion>
export type HouseStatus = z.infer<typeof wire.HouseStatus>

/** Which thing papers are about. */
export interface PapersAbout {
  of: 'requests' | 'exports'
  id: string
}
