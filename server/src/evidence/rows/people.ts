import type { Catalog } from '#archive'
import type { ConversationNo, ParticipantNo } from '#base'
import { buildRoster, inForms, type Roster, type RosterEntry } from '#redaction'
import type { ExportJob } from '../register/job.ts'

/** A live room has tens of thousands of members whose nicknames are everyday words: they count as strangers in the text. */
const CROWD = 200
const AT_ONCE = 1000

type Known = Pick<ExportJob, 'number' | 'people' | 'participants'>

/**
 * The roster of one export: people of the house and customers, everybody who takes part in a conversation of it, and by
 * the whole name everybody else whom the archive knows. A person or customer who takes no part is hidden in every form, and
 * only a whole name gets their label.
 */
export function exportRoster(catalog: Catalog, job: Known, conversations: readonly ConversationNo[]): Roster {
  const near = new Set<ParticipantNo>()
  for (const conversation of conversations) {
    const members = catalog.membersOf(conversation)
    if (members.length <= CROWD) for (const { no } of members) near.add(no)
  }
  return buildRoster(job.number, allEntries(catalog, job, near))
}

function* allEntries(catalog: Catalog, job: Known, near: ReadonlySet<ParticipantNo>): Generator<RosterEntry> {
  const here = new Set([...near].map((no) => personOf(job, no)))
  yield* inForms(job.people.map((entry) => ({ ...entry, away: !here.has(entry.person) })))
  let after = 0
  for (let some = catalog.participantsAfter(after, AT_ONCE); some.length > 0; ) {
    for (const { no, account, names } of some) {
      const person = personOf(job, no)
      const far = !near.has(no)
      yield { name: account, person, kind: 'account', far }
      for (const name of names) yield { name, person, kind: 'name', far }
      after = no
    }
    some = catalog.participantsAfter(after, AT_ONCE)
  }
}

function personOf(job: Known, no: ParticipantNo): string {
  return job.participants.get(no) ?? `par_${no}`
}
