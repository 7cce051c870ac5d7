import type { z } from 'zod'
import type { OpenedRecord, RecordView, ViewModule } from '#archive'
import type { ConversationNo } from '#base'
import {
  type Lessons,
  type MaskPolicy,
  maskAccountForScreen,
  maskForScreen,
  maskNameForScreen,
  type Roster,
  type RosterEntry,
} from '#redaction/screen'
import { highlightsOf, type Mode, parseQuery } from '#search'
import { ConversationRosters } from './conversation-rosters.ts'
import { HouseRoster } from './house-roster.ts'
import type { SearchAnswer } from './schema/index.ts'
import { shownAttachments } from './shown-attachments.ts'
import { titleOf } from './titles.ts'

// Hits as a page of them shows each: masked, in the thread that opened the record, beside its neighbours on the other core.
// The words of a message do not leave that thread. This module is loaded there (archive's `view`), by its address.

/** Of the whole house, before the first page and whenever one of them changed. Names: they go no further than this thread. */
export interface HitsTold {
  /** The people of the house and its customers; absent: as they were. */
  readonly people?: readonly RosterEntry[]
  readonly lessons: Lessons | null
}

/** Of one page. */
export interface HitsAsked {
  readonly query: string
  readonly mode: Mode
  readonly masks: MaskPolicy
}

export type ShownHit = z.input<typeof SearchAnswer>['hits'][number]

export const createView: ViewModule['createView'] = ({ catalog }): RecordView => {
  const conversations = new ConversationRosters(catalog)
  const house = new HouseRoster()
  let lessons: Lessons | null = null
  return {
    tell(told) {
      const { people: entries, lessons: learnt } = told as HitsTold // only screen.ts tells
      if (entries) house.update(entries)
      lessons = learnt
      conversations.forget()
    },
    page(asked) {
      const { query: typed, mode, masks } = asked as HitsAsked // likewise
      const query = parseQuery(typed, mode, null)
      const around = onceEach((no: ConversationNo) => {
        const roster: Roster = { ...conversations.of(no), under: house.roster, masks, lessons }
        const card = catalog.conversation(no)
        return { roster, conversationTitle: titleOf(card?.title ?? '', card?.id ?? '', roster) }
      })
      return ({ no, fields, convNo, senderNo }: OpenedRecord): ShownHit => {
        const { roster, conversationTitle } = around(convNo)
        const { body, sender, senderName, extra, kind, sourceTs } = fields
        return {
          ...{ record: no, time: sourceTs, conversation: convNo, sender: senderNo, kind },
          senderName: senderName ? maskNameForScreen(senderName, roster) : maskAccountForScreen(sender, roster),
          conversationTitle,
          text: maskForScreen(body, roster, highlightsOf(body, query)),
          attachments: shownAttachments(extra, roster),
        }
      }
    },
  }
}

/** What the hits of one conversation share is made once for a page. */
function onceEach<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}
