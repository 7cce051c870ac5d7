import type { ActReceipt } from '#audit'
import type { MarkPlace } from '#cases'
import type { SignedIn } from '#identity'
import type { NamedParticipant, NameSource } from '#search'
import type { House } from './house.ts'

const AT_ONCE = 5_000 // participants in one answer of the archive's thread

/** Where the names of a query are looked up; what of it lies inside the scope is the search room's to say. */
export function nameSource(house: House, actor: SignedIn, place: MarkPlace, receipt: ActReceipt): NameSource {
  return {
    catalog: house.archive.catalog,
    participants: () => everybody(house),
    subjects: () => house.subjects.all(),
    staff: (by) => house.identity.accountsBy(by === 'project' ? 'group' : by),
    marks: () => house.marks.standing(receipt, actor, place),
  }
}

async function* everybody({ archive }: House): AsyncGenerator<readonly NamedParticipant[]> {
  for (let after = 0; ; ) {
    const some = await archive.participantsAfter(after, AT_ONCE)
    if (some.length > 0) yield some
    const last = some.at(-1)
    if (!last || some.length < AT_ONCE) return
    after = last.no
  }
}
